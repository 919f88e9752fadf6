using Assistant.Tests.Tools;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tests.Contexts;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace Assistant.Tests.Turns;

/// <summary>A wearer who types to the glasses with their own context, at a time of the day, and is listened to as the program would:
/// with the answers to a question only while one is open.</summary>
internal sealed class TypedBench
{
    private static readonly Lazy<WordGraph> Wishes = new(() => Compiled([]));
    private static readonly Lazy<WordGraph> WithAnswers = new(() => Compiled(new() { ["question"] = "open" }));

    private readonly Bench _glasses = new();
    private readonly Turn _turn;
    private bool _asked;

    /// <param name="clock">Local time of the bench.</param>
    /// <param name="day">Day of the bench; a Sunday where none is given.</param>
    public TypedBench(string clock, string day = "2026-11-29")
    {
        _turn = new Turn(_glasses.Tools, _glasses.State, new BenchSpeaker(), new TurnOptions(), _glasses.Time);
        _glasses.Time.SetUtcNow(DateTimeOffset.Parse($"{day}T{clock}-05:00", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>What is scheduled.</summary>
    public IReadOnlyList<ScheduledEntry> Schedule => _glasses.State.Current.Schedule;

    /// <summary>Moments of what is scheduled, on the wearer's clock: <c>Sun 17:00</c>.</summary>
    public IEnumerable<string> Due => DueAs("ddd HH:mm");

    /// <summary>The same with their dates: <c>12-07 06:00</c>.</summary>
    public IEnumerable<string> DueDates => DueAs("MM-dd HH:mm");

    /// <summary>Whether nothing is to disturb the wearer.</summary>
    public bool IsQuiet => new GlassesClock(_glasses.Time).IsQuiet(_glasses.State.Current.Settings);

    /// <summary>Lets time pass.</summary>
    public void Wait(TimeSpan time) => _glasses.Time.Advance(time);

    /// <summary>The answer; <c>-</c> where it is not for the device, <c>? …</c> for a question.</summary>
    public async Task<string> SayAsync(string text)
    {
        var heard = new TextMatcher((_asked ? WithAnswers : Wishes).Value).Match(text).Value!;
        var result = await _turn.RunAsync(heard, Utterance.Typed(text), new TurnTrace(_glasses.Time), CancellationToken.None);
        _asked = result.Asks || (_asked && result.Decision.Route == Route.Reject);
        return result.Decision.Route == Route.Reject ? "-" : result.Asks ? $"? {result.Answer}" : result.Answer;
    }

    private IEnumerable<string> DueAs(string format) => Schedule.Select(entry => entry.Due is { } due
        ? TimeZoneInfo.ConvertTime(due, _glasses.Time.LocalTimeZone).ToString(format, System.Globalization.CultureInfo.InvariantCulture)
        : "never");

    private static WordGraph Compiled(Dictionary<string, string> surroundings) => ContextCompiler.Compile(
        ContextFile.Load(ContextTestKit.GlassesFile).Value!, DynamicLists.None,
        new ContextCompilerOptions { Surroundings = surroundings }).Value!;
}

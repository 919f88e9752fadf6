using Assistant.Tests.Tools;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Turns;

/// <summary>A turn on a bench.</summary>
internal sealed class TurnBench
{
    public TurnBench(params Tool[] extra)
        : this(null, extra)
    {
    }

    public TurnBench(ICloud? cloud, params Tool[] extra)
    {
        var tools = extra.Length == 0 ? Glasses.Tools : new ToolRegistry(extra, []);
        Turn = new Turn(
            tools, Glasses.State, Speaker, new TurnOptions(), Glasses.Time,
            cloud is null ? null : new TurnCloud(cloud, Queue, new RouterOptions()) { Camera = Glasses.Hardware });
        Trace = new TurnTrace(Glasses.Time, TraceId);
        Glasses.State.Current = Glasses.State.Current with { Settings = new GlassesSettings { CloudConsent = cloud is not null } };
    }

    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    public MemoryQueue Queue { get; } = new();

    public Bench Glasses { get; } = new();

    public BenchSpeaker Speaker { get; } = new();

    public Turn Turn { get; }

    public TurnTrace Trace { get; }

    public static Recognition Understood(string intent, params (string Name, SlotValue Value)[] slots) =>
        Heard(RecognitionVerdict.Accepted, Reading(intent, slots));

    public static Recognition Heard(RecognitionVerdict verdict, Interpretation? best = null, Interpretation? other = null) =>
        new(best, other, 0.9, -0.2, double.PositiveInfinity, 20, verdict);

    public static Interpretation Reading(string words, params (string Name, SlotValue Value)[] slots) =>
        new(words, slots.ToDictionary(slot => slot.Name, slot => slot.Value), words, NeedsDictation: false);

    /// <summary>A typed question that the glasses do not understand.</summary>
    public async Task<TurnResult> AskAsync(string question, CancellationToken cancellationToken = default) =>
        await Turn.RunAsync(Heard(RecognitionVerdict.Rejected), Utterance.Typed(question), Trace, cancellationToken);

    public async Task<TurnResult> RunAsync(Recognition recognition, CancellationToken cancellationToken = default) =>
        await Turn.RunAsync(recognition, Trace, cancellationToken);

    /// <summary>Lets time pass as on a machine that has time: every timer comes when it is due.</summary>
    public void Pass(TimeSpan span)
    {
        for (var step = 0; step < 100; step++) Glasses.Time.Advance(span / 100);
    }

    /// <summary>The trace as text, a line per event, for comparison with golden ones.</summary>
    public string Written() => string.Join('\n', Trace.Events.Select(Line));

    private static string Line(TurnEvent step) =>
        $"{step.At.TotalMilliseconds:0} {step.Stage} {step.Kind.ToString().ToLowerInvariant()} "
            + $"{string.Join(' ', step.Fields.Select(Text))}".TrimEnd();

    private static string Text(TraceField field) =>
        $"{field.Name}={(field.Value is string[] many ? string.Join(',', many) : field.Value ?? "-")}";
}

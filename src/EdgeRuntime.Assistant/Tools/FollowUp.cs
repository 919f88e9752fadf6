using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>A question of the glasses about a wish that lacks something or may mean two things, kept until the wearer answers,
/// wishes something else, or <see cref="Open"/> is over.</summary>
/// <param name="Intent">Wish that it is about.</param>
/// <param name="Question">As the glasses say it.</param>
public sealed record FollowUp(string Intent, string Question)
{
    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromMinutes(1);

    /// <summary>Slots of the wish so far; those of the answer come over them.</summary>
    public IReadOnlyDictionary<string, SlotValue> Slots { get; init; } = new Dictionary<string, SlotValue>();

    /// <summary>Slots that are meant by an answer which chooses from what was named: "first", "second", "last", "all".</summary>
    public IReadOnlyDictionary<string, Dictionary<string, SlotValue>> Choices { get; init; } =
        new Dictionary<string, Dictionary<string, SlotValue>>();

    /// <summary>When it was asked, by the wall clock.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>The same on the clock that nobody can set.</summary>
    public SteadyMoment? AskedSteady { get; init; }

    /// <summary>Whether an answer is still waited for.</summary>
    public bool IsOpen(GlassesClock clock) => clock.Until(AskedAt, AskedSteady) is var asked && asked <= TimeSpan.Zero && asked >= -Open;
}

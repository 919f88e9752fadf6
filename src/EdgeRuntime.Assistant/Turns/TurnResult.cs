using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>What came of one turn.</summary>
public sealed record TurnResult
{
    /// <summary>Intent that was understood; null without one.</summary>
    public string? Intent { get; init; }

    /// <summary>Slots by name.</summary>
    public IReadOnlyDictionary<string, SlotValue> Slots { get; init; } = new Dictionary<string, SlotValue>();

    /// <summary>Confidence in the understanding, 0..1.</summary>
    public double Confidence { get; init; }

    /// <summary>Where the turn went.</summary>
    public required RouteDecision Decision { get; init; }

    /// <summary>What the glasses said, in full; never empty.</summary>
    public required string Answer { get; init; }

    /// <summary>Why the wish was not carried out; null when it was.</summary>
    public Failure? Error { get; init; }

    /// <summary>Why the answer was not heard or remembered, although the wish was carried out; null when all went well.</summary>
    public Failure? Warning { get; init; }

    /// <summary>What rang unheard and was told after the answer; null where nothing did.</summary>
    public string? Missed { get; init; }

    /// <summary>How the answer was given out; null when nothing was.</summary>
    public Speaking.SpokenAnswer? Spoken { get; init; }

    /// <summary>What the cloud did and cost; null where it was not asked.</summary>
    public CloudUse? Cloud { get; init; }

    /// <summary>True when the answer was spoken while it came, so that it must not be spoken again.</summary>
    internal bool IsSaid { get; init; }

    /// <summary>The question about what the wish lacks; null without one.</summary>
    internal FollowUp? Asked { get; init; }

    /// <summary>True when the answer is a question to the wearer, who is listened to without a wake phrase then.</summary>
    public bool Asks => AsksWhichReading || Asked is not null;

    /// <summary>True when the question is which of two readings was meant.</summary>
    internal bool AsksWhichReading => Error?.Code == TurnFailures.AmbiguousCode;

    /// <summary>The events of the turn.</summary>
    public required TurnTrace Trace { get; init; }
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion;

/// <summary>What the companion does its work with.</summary>
/// <param name="State">State of the glasses.</param>
/// <param name="StateFolder">Where it is kept; what waits for phones goes into <c>phones</c> in it.</param>
/// <param name="Power">Battery.</param>
public sealed record PhoneParts(IGlassesState State, string StateFolder, IPowerGauge Power)
{
    /// <summary>Wake phrases that may be chosen.</summary>
    public IReadOnlyList<string> WakePhrases { get; init; } = [];

    /// <summary>Warmth of the glasses; null where nothing measures it.</summary>
    public IThermometer? Skin { get; init; }

    /// <summary>Parts of the glasses that are simulated.</summary>
    public IReadOnlyList<string> Simulated { get; init; } = [];

    /// <summary>What the cloud is to the glasses: <c>none</c>, <c>locked</c>, <c>no-consent</c> or <c>connected</c>.</summary>
    public Func<string> Cloud { get; init; } = () => "none";

    /// <summary>What phones should know of the names they gave: which are left out and why; null where all can be said.</summary>
    public Func<Failure?> Names { get; init; } = () => null;

    /// <summary>Begins to erase everything for another program of the owner, and ends this one for it; null when begun,
    /// or why not.</summary>
    public Func<Failure?> Reset { get; init; } = () => new Failure(
        Stages.State, "reset-pairing", "A pairing window is open on these glasses.", "Wait until it is over, then try again.",
        Blame.Wearer);

    /// <summary>Begins the minute in which a press at the glasses erases everything, and says aloud what has to be done; gives that, and
    /// for how long it counts, or why it cannot be done here. Returns at once.</summary>
    public Func<Outcome<ResetInvitation>> BeginReset { get; init; } = () => GlassesPorts.NoButton;

    /// <summary>Says something to the wearer that matters more than quiet; returns at once.</summary>
    public Action<string> Ask { get; init; } = _ => { };

    /// <summary>Lets the glasses be heard (true) or stops it; returns at once.</summary>
    public Action<bool> Find { get; init; } = _ => { };

    /// <summary>Told of a notification and of when it came to the phone, after it was kept; returns at once.</summary>
    public Action<PhoneMessage, DateTimeOffset> Notify { get; init; } = (_, _) => { };

    /// <summary>Bounds of pairing.</summary>
    public PairingOptions Pairing { get; init; } = new();

    /// <summary>Bounds of what waits.</summary>
    public OutboxOptions Outbox { get; init; } = new();
}

using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>What the tools of the glasses act on.</summary>
/// <param name="State">Settings, timers, notes.</param>
/// <param name="Hardware">What the glasses are made of.</param>
/// <param name="Phone">Calls and messages.</param>
/// <param name="Time">Clocks and time zone.</param>
public sealed record GlassesPorts(IGlassesState State, GlassesHardware Hardware, IPhoneLink Phone, TimeProvider Time)
{
    /// <summary>Photos and videos.</summary>
    public ICamera Camera => Hardware.Camera;

    /// <summary>Music.</summary>
    public IMediaPlayer Player => Hardware.Player;

    /// <summary>Battery.</summary>
    public IPowerGauge Power => Hardware.Power;

    /// <summary>Begins the time in which the wearer's own hand may erase everything: what is to be done, in words, or why it cannot be done
    /// here. Erases nothing by itself.</summary>
    public Func<Outcome<string>> BeginReset { get; init; } = () => NoButton;

    /// <summary>Why nobody can erase everything by hand here.</summary>
    public static Failure NoButton { get; } = new(
        Stages.Tool,
        "reset-no-button",
        "Erasing everything takes a hand on the glasses, and there is no button here.",
        "Run in a terminal: edge-runtime reset",
        Blame.Wearer);

    /// <summary>Lengths of time and times of day.</summary>
    public GlassesClock Clock => new(Time);
}

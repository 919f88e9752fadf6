namespace EdgeRuntime.Assistant.Tools;

/// <summary>What the tools of the glasses act on.</summary>
/// <param name="State">Settings, timers, notes.</param>
/// <param name="Camera">Photos and videos.</param>
/// <param name="Player">Music.</param>
/// <param name="Phone">Calls and messages.</param>
/// <param name="Power">Battery.</param>
/// <param name="Time">Clocks and time zone.</param>
public sealed record GlassesPorts(
    IGlassesState State,
    ICamera Camera,
    IMediaPlayer Player,
    IPhoneLink Phone,
    IPowerGauge Power,
    TimeProvider Time)
{
    /// <summary>Lengths of time and times of day.</summary>
    public GlassesClock Clock => new(Time);
}

using EdgeRuntime.Assistant.Seeing;

namespace EdgeRuntime.Assistant.Hardware;

/// <summary>The parts that a pair of glasses is made of, whichever they are: those of a board, of a laptop that stands in for one, or of a
/// page in a browser. Opened once, by kind; nobody asks afterwards what stands behind a part.</summary>
/// <param name="Camera">Photos and videos.</param>
/// <param name="Player">Music.</param>
/// <param name="Power">Battery.</param>
/// <param name="Skin">Warmth where they touch the wearer; null where nothing measures it.</param>
public sealed record GlassesHardware(ICamera Camera, IMediaPlayer Player, IPowerGauge Power, IThermometer? Skin)
{
    /// <summary>Parts that are simulated, in the words of the phone's page.</summary>
    public IEnumerable<string> Simulated
    {
        get
        {
            if (Camera.IsSimulated) yield return "camera";
            if (Power.IsSimulated) yield return "battery";
            if (Player.IsSimulated) yield return "music";
        }
    }
}

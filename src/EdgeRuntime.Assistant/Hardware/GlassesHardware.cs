using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Assistant.Hardware;

/// <summary>The parts that a pair of glasses is made of, whichever they are: those of a board, of a laptop that stands in for one, or of a
/// page in a browser. Opened once, by kind; nobody asks afterwards what stands behind a part. What some glasses lack is null.</summary>
public sealed record GlassesHardware
{
    /// <summary>What they hear with.</summary>
    public required IMicrophone Microphone { get; init; }

    /// <summary>Where answers and rings are heard, or why nowhere.</summary>
    public required Outcome<ISoundOutput> Loudspeaker { get; init; }

    /// <summary>A voice of their own, which speaks where no speech program is installed.</summary>
    public ISpeaker? Voice { get; init; }

    /// <summary>What can be read on them.</summary>
    public IDisplay? Display { get; init; }

    /// <summary>Photos and videos.</summary>
    public required ICamera Camera { get; init; }

    /// <summary>The light that tells of the camera.</summary>
    public IPrivacyLight? Light { get; init; }

    /// <summary>What a hand can do at them.</summary>
    public IButtons? Buttons { get; init; }

    /// <summary>Battery.</summary>
    public required IPowerGauge Power { get; init; }

    /// <summary>Warmth where they touch the wearer.</summary>
    public IThermometer? Skin { get; init; }

    /// <summary>Whether somebody wears them; where nothing measures it, somebody does.</summary>
    public IWearSensor? Wear { get; init; }

    /// <summary>Music.</summary>
    public required IMediaPlayer Player { get; init; }

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

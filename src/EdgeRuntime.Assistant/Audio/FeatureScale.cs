namespace EdgeRuntime.Assistant.Audio;

/// <summary>The numbers that both normalisers share with <c>models/training/features.py</c>: energies in nat, times in frames.</summary>
internal static class FeatureScale
{
    /// <summary>Lowest peak: about a whisper at 16 bit, so that silence is not blown up.</summary>
    public const float PeakMin = 0;

    /// <summary>Fall of the peak per frame: 0.5 nat (4.3 dB in amplitude squared) per second.</summary>
    public const float PeakDecay = 0.005f;

    /// <summary>What is kept below the peak: 9 / ln(10) · 10 = 39 dB.</summary>
    public const float Range = 9;

    /// <summary>A frame with a band higher than this above the floor counts as speech for the mean.</summary>
    public const float SpeechGate = 5;

    /// <summary>Frames that the prior mean weighs.</summary>
    public const float PriorFrames = 50;

    /// <summary>Brings the spread of a band to about 1.</summary>
    public const float Scale = 0.4f;
}

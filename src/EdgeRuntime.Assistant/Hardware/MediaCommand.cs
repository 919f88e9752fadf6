namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What a media player can be told.</summary>
public enum MediaCommand
{
    /// <summary>Start, or go on after a pause.</summary>
    Play,

    /// <summary>Stop where it is.</summary>
    Pause,

    /// <summary>The next track.</summary>
    Next,

    /// <summary>The track before.</summary>
    Previous,
}

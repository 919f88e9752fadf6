using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Bridge;

/// <summary>How the microphone is read.</summary>
public sealed record MicrophoneOptions
{
    /// <value>Shell command that writes signed 16-bit little-endian mono samples at 16 kHz to its output; null for <c>arecord</c>.</value>
    public string? Command { get; init; }

    /// <value>Sound kept while nobody reads; older sound gives way and is counted.</value>
    public TimeSpan Buffer { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => Buffer >= TimeSpan.FromMilliseconds(200) && Buffer <= TimeSpan.FromMinutes(1)
        ? null
        : new Failure(Stages.Start, "microphone-options-invalid", $"A microphone buffer of {Buffer} makes no sense.", "Set it between 0.2 and 60 seconds.");
}

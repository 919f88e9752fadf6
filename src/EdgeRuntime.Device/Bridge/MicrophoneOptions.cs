using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Bridge;

/// <summary>How the microphone is read.</summary>
public sealed record MicrophoneOptions
{
    /// <value>Shell command that writes signed 16-bit little-endian mono samples at 16 kHz to its output; null for <c>arecord</c>.</value>
    public string? Command { get; init; }

    /// <value>Sound kept while nobody reads; older sound gives way and is counted.</value>
    public TimeSpan Buffer { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>A program that gives not one sample for this long is taken for hung; noticed after at most twice as long.</value>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Zeros and nothing else for this long are told of, once.</value>
    public TimeSpan Zeros { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>Wait before a program that stopped is started again; doubled with each start that did not last.</value>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>Starts in a row that did not last after which the microphone is given up: 0.5 + 1 + 2 + 4 seconds of waiting.</value>
    public int MostStarts { get; init; } = 5;

    /// <value>A start has lasted when it gave this much sound.</value>
    public TimeSpan Steady { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() =>
        Buffer < TimeSpan.FromMilliseconds(200) || Buffer > TimeSpan.FromMinutes(1)
            ? Wrong($"A microphone buffer of {Buffer} makes no sense.", "Set it between 0.2 and 60 seconds.")
        : Silence <= TimeSpan.Zero || Zeros <= TimeSpan.Zero || FirstPause <= TimeSpan.Zero || MostStarts < 1
            ? Wrong("Silence, pause and starts of a microphone have to be above zero.", "Set them above zero.")
        : null;

    private static Failure Wrong(string message, string next) => new(Stages.Start, "microphone-options-invalid", message, next);
}

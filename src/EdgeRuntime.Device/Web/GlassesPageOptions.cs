using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Web;

/// <summary>How long the page /glasses may take.</summary>
public sealed record GlassesPageOptions
{
    /// <value>For a frame of its webcam; below the deadline of a tool.</value>
    public TimeSpan FrameDeadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Beyond the length of a sentence, until it counts as not heard.</value>
    public TimeSpan SpeechGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <value>The slowest that a browser's voice speaks; the usual ones say about 15.</value>
    public double CharactersPerSecond { get; init; } = 5;

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate() => FrameDeadline > TimeSpan.Zero && SpeechGrace > TimeSpan.Zero && CharactersPerSecond > 0
        ? null
        : new Failure(Stages.Start, "page-options-invalid", "The deadlines of the page have to be positive.", "Correct the setting.");
}

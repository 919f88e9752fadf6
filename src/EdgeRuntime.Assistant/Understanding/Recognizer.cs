using EdgeRuntime.Assistant.Listening;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Turns the sound of one utterance into a <see cref="Recognition"/>.</summary>
public sealed class Recognizer(IStreamingModel acoustic, float[] prior, DecodingOptions options)
{
    /// <summary>What the decoder believes so far.</summary>
    public DecodingHint Hint => throw new NotImplementedException();

    /// <summary>Begins an utterance in a context.</summary>
    public void Begin(PhoneGraph graph) => throw new NotImplementedException($"{acoustic.OutputSize} {prior.Length} {options.Beam}");

    /// <summary>Hears raw log-mel frames, [n, 80].</summary>
    public void Push(ReadOnlySpan<float> rawLogMelFrames) => throw new NotImplementedException();

    /// <summary>Ends the utterance.</summary>
    public Recognition Finish() => throw new NotImplementedException();
}

namespace EdgeRuntime.Assistant.Listening;

/// <summary>A model that reads an utterance once it is known to its end, looking ahead as well as back. One thread at a time.</summary>
public interface IUtteranceModel : IDisposable
{
    /// <summary>Longest utterance in feature frames (10 ms each).</summary>
    int MostFrames { get; }

    /// <summary>Numbers in each output vector.</summary>
    int OutputSize { get; }

    /// <summary>Where the next utterance's features go, [MostFrames, 80]; the first rows count.</summary>
    Span<float> Features { get; }

    /// <summary>Reads the utterance in <see cref="Features"/>.</summary>
    /// <param name="frames">Its frames, a multiple of 4, at most <see cref="MostFrames"/>.</param>
    /// <returns>Raw model outputs (logits), [frames / 4, OutputSize]; valid until the next run.</returns>
    ReadOnlySpan<float> Run(int frames);
}

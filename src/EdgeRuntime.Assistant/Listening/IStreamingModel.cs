namespace EdgeRuntime.Assistant.Listening;

/// <summary>A causal model that carries its own state from chunk to chunk: voice activity, wake word or acoustic model.
/// One stream per instance, one thread at a time; <see cref="Step"/> allocates nothing after the first call.</summary>
public interface IStreamingModel : IDisposable
{
    /// <summary>Feature frames per call (10 ms each), a multiple of 4.</summary>
    int FramesPerStep { get; }

    /// <summary>Output vectors per call (40 ms each).</summary>
    int OutputsPerStep { get; }

    /// <summary>Numbers in each output vector.</summary>
    int OutputSize { get; }

    /// <summary>Forgets all sound heard so far.</summary>
    void Reset();

    /// <summary>Advances by one chunk.</summary>
    /// <param name="features">Normalised features, [FramesPerStep, 80].</param>
    /// <param name="outputs">Raw model outputs (logits), [OutputsPerStep, OutputSize].</param>
    void Step(ReadOnlySpan<float> features, Span<float> outputs);
}

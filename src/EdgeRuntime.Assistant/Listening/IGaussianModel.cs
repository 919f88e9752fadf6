namespace EdgeRuntime.Assistant.Listening;

/// <summary>The Gaussians of a GMM-HMM: how dense each is at a frame. One thread at a time; <see cref="Run"/> allocates nothing that
/// grows with the frames.</summary>
public interface IGaussianModel : IDisposable
{
    /// <summary>Most frames of one run.</summary>
    int MostFrames { get; }

    /// <summary>Parts of the features, each with Gaussians of its own.</summary>
    int Streams { get; }

    /// <summary>Gaussians of one stream.</summary>
    int Gaussians { get; }

    /// <summary>Where the features of the next run go, [MostFrames, 39]; the first rows count.</summary>
    Span<float> Features { get; }

    /// <summary>Log densities in nats of the frames in <see cref="Features"/>.</summary>
    /// <param name="frames">Its frames, at most <see cref="MostFrames"/>.</param>
    /// <returns>[Streams, frames, Gaussians], these by phone and number in the codebook; valid until the next run.</returns>
    ReadOnlySpan<float> Run(int frames);
}

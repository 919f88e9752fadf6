using EdgeRuntime.Assistant.Listening;

namespace Assistant.Tests.Understanding.Triphones;

/// <summary>Random densities, a few frames a run, whatever the features are.</summary>
internal sealed class RandomGaussians(int seed) : IGaussianModel
{
    private readonly Random _random = new(seed);
    private readonly float[] _features = new float[7 * 39];

    public int MostFrames => 7;

    public int Streams => 3;

    public int Gaussians => TestTables.PhoneCount * TestTables.Gaussians;

    public Span<float> Features => _features;

    /// <summary>All densities so far, [frames][streams, phones, Gaussians].</summary>
    public List<float[]> Given { get; } = [];

    public ReadOnlySpan<float> Run(int frames)
    {
        var run = new float[Streams * frames * Gaussians];
        for (var i = 0; i < run.Length; i++) run[i] = -20 * _random.NextSingle();
        for (var t = 0; t < frames; t++)
        {
            Given.Add([.. Enumerable.Range(0, Streams).SelectMany(stream => run[(((stream * frames) + t) * Gaussians)..][..Gaussians])]);
        }

        return run;
    }

    public void Dispose()
    {
    }
}

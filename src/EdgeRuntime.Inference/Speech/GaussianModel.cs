using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Triphones;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Speech;

/// <summary>The Gaussians of a GMM-HMM on ONNX Runtime: input <c>features</c>, output <c>densities</c>, up to
/// <see cref="MostFrames"/> frames a run. One thread at a time; a run allocates a few small objects, and none per frame.</summary>
public sealed class GaussianModel : IGaussianModel, IRunnableModel
{
    private const int LongestRun = 64; // frames, 4 MB of densities

    private readonly ModelSession _session;
    private readonly RunOptions _run = new();
    private readonly float[] _features; // [LongestRun, 39], pinned
    private readonly float[] _densities; // [Streams, LongestRun, Gaussians], pinned

    private GaussianModel(ModelSession session)
    {
        _session = session;
        (Streams, Gaussians) = ((int)session.Entry.Outputs[0].Shape[0], (int)session.Entry.Outputs[0].Shape[^1]);
        _features = GC.AllocateArray<float>(LongestRun * CepstralFrontEnd.Width, pinned: true);
        _densities = GC.AllocateArray<float>(LongestRun * Streams * Gaussians, pinned: true);
    }

    /// <inheritdoc/>
    public int MostFrames => LongestRun;

    /// <inheritdoc/>
    public int Streams { get; }

    /// <inheritdoc/>
    public int Gaussians { get; }

    /// <inheritdoc/>
    public Span<float> Features => _features;

    /// <summary>What the manifest says of the model, and what runs where.</summary>
    public ModelSession Session => _session;

    /// <summary>Opens a model of Gaussians. Failures: those of <see cref="InferenceEngine.Open"/>, and <c>model-not-gaussian</c>.</summary>
    public static Outcome<GaussianModel> Open(InferenceEngine engine, ModelCatalog catalog, string id) =>
        engine.Open(catalog, id).TryGet(out var session, out var failure) ? Over(session) : failure;

    /// <summary>Another reader over the same weights; may run on another thread.</summary>
    public GaussianModel Fork() => new(_session.Share());

    /// <inheritdoc/>
    public ReadOnlySpan<float> Run(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, LongestRun);
        using var features = Tensor(_features, [frames, CepstralFrontEnd.Width]);
        using var densities = Tensor(_densities, [Streams, frames, Gaussians]);
        using var binding = _session.Session.CreateIoBinding();
        binding.BindInput("features", features);
        binding.BindOutput("densities", densities);
        _session.Session.RunWithBinding(_run, binding);
        return _densities.AsSpan(0, Streams * frames * Gaussians);
    }

    /// <summary>Frees the session when no other reader uses it.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    Action IRunnableModel.Rehearse()
    {
        MadeUpFeatures.Fill(Features);
        return () => Run(LongestRun);
    }

    // Takes the session over; where it cannot be one, the session is closed.
    private static Outcome<GaussianModel> Over(ModelSession session)
    {
        if (session.Entry is
            {
                Inputs: [{ Name: "features", Type: "float32", Shape: [-1, CepstralFrontEnd.Width] }],
                Outputs: [{ Name: "densities", Type: "float32", Shape: [> 0, -1, > 0] }],
            })
        {
            return new GaussianModel(session);
        }

        session.Dispose();
        return NotGaussian(session.Entry.Id);
    }

    // Over the first rows of memory that never moves.
    private static OrtValue Tensor(float[] memory, long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, memory.AsMemory(0, (int)shape.Aggregate((one, other) => one * other)), shape);

    private static Failure NotGaussian(string id) => new(
        Stages.Model,
        "model-not-gaussian",
        $"Refusing to hear with {id}: it needs the input features float32 [n, 39] and the output densities float32 [streams, n, width], "
        + "any n, and nothing else.",
        "Make the model again with models/training/make_expert.py, then run models/training/manifest.py.",
        Blame.Model);
}

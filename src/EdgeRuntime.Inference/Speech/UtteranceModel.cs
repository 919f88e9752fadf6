using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Speech;

/// <summary>A model on ONNX Runtime that reads whole utterances: input <c>features</c>, output <c>logits</c>, any number of frames up to
/// <see cref="LongestFrames"/>. One thread at a time; a run allocates a few small objects, and none per frame.</summary>
public sealed class UtteranceModel : IUtteranceModel, IRunnableModel
{
    /// <summary>Longest utterance: 16 s.</summary>
    public const int LongestFrames = 16 * AudioFormat.FramesPerSecond;

    private readonly ModelSession _session;
    private readonly RunOptions _run = new();
    private readonly float[] _features; // [LongestFrames, 80], pinned
    private readonly float[] _logits; // [LongestFrames / 4, OutputSize], pinned

    private UtteranceModel(ModelSession session)
    {
        _session = session;
        OutputSize = (int)session.Entry.Outputs[0].Shape[^1];
        _features = GC.AllocateArray<float>(LongestFrames * AudioFormat.Bands, pinned: true);
        _logits = GC.AllocateArray<float>(LongestFrames / AudioFormat.FramesPerOutput * OutputSize, pinned: true);
    }

    /// <inheritdoc/>
    public int MostFrames => LongestFrames;

    /// <inheritdoc/>
    public int OutputSize { get; }

    /// <inheritdoc/>
    public Span<float> Features => _features;

    /// <summary>What the manifest says of the model, and what runs where.</summary>
    public ModelSession Session => _session;

    /// <summary>Opens a model that reads whole utterances. Failures: those of <see cref="InferenceEngine.Open"/>,
    /// and <c>model-not-whole</c>.</summary>
    public static Outcome<UtteranceModel> Open(InferenceEngine engine, ModelCatalog catalog, string id) =>
        engine.Open(catalog, id).TryGet(out var session, out var failure) ? Over(session) : failure;

    // Two seconds.
    Action IRunnableModel.Rehearse()
    {
        MadeUpFeatures.Fill(Features);
        return () => Run(2 * AudioFormat.FramesPerSecond);
    }

    // Takes the session over; where it cannot be one, the session is closed.
    private static Outcome<UtteranceModel> Over(ModelSession session)
    {
        if (session.Entry is
            {
                Inputs: [{ Name: "features", Type: "float32", Shape: [1, -1, AudioFormat.Bands] }],
                Outputs: [{ Name: "logits", Type: "float32", Shape: [1, -1, > 0] }],
            })
        {
            return new UtteranceModel(session);
        }

        session.Dispose();
        return NotWhole(session.Entry.Id);
    }

    /// <summary>Another reader over the same weights; may run on another thread.</summary>
    public UtteranceModel Fork() => new(_session.Share());

    /// <inheritdoc/>
    public ReadOnlySpan<float> Run(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, LongestFrames);
        ArgumentOutOfRangeException.ThrowIfNotEqual(frames % AudioFormat.FramesPerOutput, 0);
        var outputs = frames / AudioFormat.FramesPerOutput;
        using var features = Tensor(_features, frames, AudioFormat.Bands);
        using var logits = Tensor(_logits, outputs, OutputSize);
        using var binding = _session.Session.CreateIoBinding();
        binding.BindInput("features", features);
        binding.BindOutput("logits", logits);
        _session.Session.RunWithBinding(_run, binding);
        return _logits.AsSpan(0, outputs * OutputSize);
    }

    /// <summary>Frees the session when no other reader uses it.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    // Over the first rows of memory that never moves.
    private static OrtValue Tensor(float[] memory, int rows, int width) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory.AsMemory(0, rows * width), [1, rows, width]);

    private static Failure NotWhole(string id) => new(
        Stages.Model,
        "model-not-whole",
        $"Refusing to read utterances with {id}: it needs the input features float32 [1, n, 80] and the output logits float32 [1, n / 4, "
        + "width], any n, and nothing else.",
        "Export the model again with models/training, then run models/training/manifest.py.",
        Blame.Model);
}

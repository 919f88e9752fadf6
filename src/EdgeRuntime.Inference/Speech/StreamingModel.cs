using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Speech;

/// <summary>A causal model on ONNX Runtime: input <c>features</c>, output <c>logits</c>, and pairs <c>cache_x</c> and
/// <c>cache_x_out</c> that carry its state. One stream, one thread at a time; a step allocates nothing.</summary>
public sealed class StreamingModel : IStreamingModel, IRunnableModel
{
    private readonly ModelSession _session;
    private readonly StreamingShape _shape;
    private readonly StreamingBuffers _buffers;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding[] _bindings; // [2]: even steps read cache A and write cache B, odd steps the reverse
    private int _turn;

    private StreamingModel(ModelSession session, StreamingShape shape)
    {
        _session = session;
        _shape = shape;
        _buffers = new StreamingBuffers(shape);
        _bindings = [_buffers.Bind(session.Session, 0), _buffers.Bind(session.Session, 1)];
    }

    /// <inheritdoc/>
    public int FramesPerStep => _shape.Frames;

    /// <inheritdoc/>
    public int OutputsPerStep => _shape.Outputs;

    /// <inheritdoc/>
    public int OutputSize => _shape.Width;

    /// <summary>What each number of an output vector stands for, as the model itself says (its metadata <c>outputs</c>,
    /// separated by commas);
    /// for a wake model its phrases. Empty where the model does not say.</summary>
    public IReadOnlyList<string> OutputNames => _session.Session.ModelMetadata.CustomMetadataMap.TryGetValue("outputs", out var names)
        ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>What the manifest says of the model, and what runs where.</summary>
    public ModelSession Session => _session;

    /// <summary>Opens a causal model with its own stream. Failures: those of <see cref="InferenceEngine.Open"/>,
    /// and <c>model-not-streaming</c>.</summary>
    public static Outcome<StreamingModel> Open(InferenceEngine engine, ModelCatalog catalog, string id) =>
        engine.Open(catalog, id).TryGet(out var session, out var failure) ? Over(session) : failure;

    // Takes the session over; where it cannot be one, the session is closed.
    private static Outcome<StreamingModel> Over(ModelSession session)
    {
        if (StreamingShape.Read(session.Entry).TryGet(out var shape, out var failure))
        {
            var model = new StreamingModel(session, shape);
            model.WarmUp();
            return model;
        }

        session.Dispose();
        return failure;
    }

    /// <summary>Another stream over the same weights, silent so far; may run on another thread.</summary>
    public StreamingModel Fork() => new(_session.Share(), _shape);

    Action IRunnableModel.Rehearse()
    {
        var features = new float[_buffers.Features.Length];
        var outputs = new float[_buffers.Logits.Length];
        MadeUpFeatures.Fill(features);
        return () => Step(features, outputs);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _buffers.ClearCaches();
        _turn = 0;
    }

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<float> features, Span<float> outputs)
    {
        if (features.Length != _buffers.Features.Length || outputs.Length < _buffers.Logits.Length)
        {
            throw new ArgumentException(
                $"A step takes {_buffers.Features.Length} features and gives {_buffers.Logits.Length} outputs, "
                + $"not {features.Length} and {outputs.Length}.");
        }

        features.CopyTo(_buffers.Features);
        _session.Session.RunWithBinding(_run, _bindings[_turn]);
        _turn ^= 1;
        _buffers.Logits.CopyTo(outputs);
    }

    /// <summary>Frees the buffers, and the session when no other stream uses it.</summary>
    public void Dispose()
    {
        Array.ForEach(_bindings, binding => binding.Dispose());
        _run.Dispose();
        _buffers.Dispose();
        _session.Dispose();
    }

    // The first run plans memory and packs weights; both bindings do, so that no later step pays.
    private void WarmUp()
    {
        _session.Session.RunWithBinding(_run, _bindings[0]);
        _session.Session.RunWithBinding(_run, _bindings[1]);
        Reset();
    }
}

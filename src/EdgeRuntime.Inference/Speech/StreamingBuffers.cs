using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Speech;

/// <summary>All memory that one stream passes to ONNX Runtime, pinned and allocated once.</summary>
internal sealed class StreamingBuffers : IDisposable
{
    private readonly PinnedTensor _features; // [1, frames, bands]
    private readonly PinnedTensor _logits; // [1, frames / 4, width]
    private readonly PinnedTensor[][] _caches; // [2][caches]: what one step writes the next one reads
    private readonly IReadOnlyList<TensorSpec> _specs;

    public StreamingBuffers(StreamingShape shape)
    {
        _features = new PinnedTensor([1, shape.Frames, shape.Bands]);
        _logits = new PinnedTensor([1, shape.Outputs, shape.Width]);
        _specs = shape.Caches;
        _caches = [Allocate(), Allocate()];
    }

    public Span<float> Features => _features.Values;

    public ReadOnlySpan<float> Logits => _logits.Values;

    public OrtIoBinding Bind(InferenceSession session, int turn)
    {
        var binding = session.CreateIoBinding();
        binding.BindInput("features", _features.Value);
        binding.BindOutput("logits", _logits.Value);
        for (var i = 0; i < _specs.Count; i++)
        {
            binding.BindInput(_specs[i].Name, _caches[turn][i].Value);
            binding.BindOutput(_specs[i].Name + "_out", _caches[1 - turn][i].Value);
        }

        return binding;
    }

    public void ClearCaches()
    {
        foreach (var cache in _caches[0])
        {
            cache.Values.Clear();
        }
    }

    public void Dispose()
    {
        _features.Dispose();
        _logits.Dispose();
        Array.ForEach(_caches, side => Array.ForEach(side, cache => cache.Dispose()));
    }

    private PinnedTensor[] Allocate() => [.. _specs.Select(spec => new PinnedTensor([.. spec.Shape]))];
}

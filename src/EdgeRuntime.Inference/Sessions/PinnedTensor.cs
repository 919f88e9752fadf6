using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Sessions;

/// <summary>A float tensor in memory that never moves, so that managed code writes it and native code reads it without a copy.</summary>
internal sealed class PinnedTensor : IDisposable
{
    private readonly float[] _memory;

    public PinnedTensor(long[] shape)
    {
        _memory = GC.AllocateArray<float>((int)shape.Aggregate(1L, (product, size) => checked(product * size)), pinned: true);
        Value = OrtValue.CreateTensorValueFromMemory(_memory, shape);
    }

    /// <summary>The tensor as ONNX Runtime sees it; valid until disposed.</summary>
    public OrtValue Value { get; }

    /// <summary>The numbers, innermost dimension contiguous.</summary>
    public Span<float> Values => _memory;

    public void Dispose() => Value.Dispose();
}

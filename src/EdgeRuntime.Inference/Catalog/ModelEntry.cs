namespace EdgeRuntime.Inference.Catalog;

/// <summary>One ONNX model as the manifest promises it.</summary>
public sealed record ModelEntry : FileEntry
{
    /// <summary>Inputs in any order.</summary>
    public required IReadOnlyList<TensorSpec> Inputs { get; init; }

    /// <summary>Outputs in any order.</summary>
    public required IReadOnlyList<TensorSpec> Outputs { get; init; }

    /// <summary>Sample rate of the sound behind the features; 0 for a model that hears nothing.</summary>
    public int SampleRateHz { get; init; }

    /// <summary>Feature frames (10 ms each) per step of a streaming model; 0 for any other model.</summary>
    public int FramesPerStep { get; init; }

    /// <summary>Most bytes that the file may have.</summary>
    public required long SizeBudgetBytes { get; init; }

    /// <summary>Most milliseconds that a step may take on one x64 core, in the median.</summary>
    public required double TimeBudgetMs { get; init; }
}

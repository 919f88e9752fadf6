namespace EdgeRuntime.Inference.Catalog;

/// <summary>Name, element type and shape of one model input or output.</summary>
/// <param name="Name">Name inside the model.</param>
/// <param name="Type">Element type in the words of ONNX: <c>float32</c>, <c>int64</c>, <c>int8</c>, <c>uint8</c>, <c>float16</c> …</param>
/// <param name="Shape">Sizes, outermost first; -1 where the size is chosen per run.</param>
public sealed record TensorSpec(string Name, string Type, IReadOnlyList<long> Shape)
{
    /// <summary>True when name, type and every size are the same.</summary>
    public bool Matches(TensorSpec other) => Name == other.Name && Type == other.Type && Shape.SequenceEqual(other.Shape);

    /// <summary>True when name, type and every size that is fixed here are the same.</summary>
    public bool Covers(TensorSpec other) => Name == other.Name && Type == other.Type && Shape.Count == other.Shape.Count
        && Shape.Zip(other.Shape).All(sizes => sizes.First == sizes.Second || sizes.First == -1);

    /// <summary>For example <c>features float32 [1, 8, 80]</c>.</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}

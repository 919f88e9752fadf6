using EdgeRuntime.Inference.Catalog;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeRuntime.Inference.Sessions;

/// <summary>Holds the inputs and outputs of a loaded model against its manifest entry.</summary>
internal static class SignatureCheck
{
    /// <summary>Null, or the first difference, expected before found.</summary>
    public static string? Difference(ModelEntry entry, InferenceSession session) =>
        Difference("input", entry.Inputs, session.InputMetadata, static (expected, found) => expected.Matches(found))
            // Shape inference at load may find that a size which the file leaves open is always the same.
            ?? Difference("output", entry.Outputs, session.OutputMetadata, static (expected, found) => expected.Covers(found));

    private static string? Difference(
        string side,
        IReadOnlyList<TensorSpec> promised,
        IReadOnlyDictionary<string, NodeMetadata> found,
        Func<TensorSpec, TensorSpec, bool> fits)
    {
        foreach (var expected in promised)
        {
            if (!found.TryGetValue(expected.Name, out var node))
            {
                return $"expected {side} {expected}, found {string.Join(", ", found.Keys)}";
            }

            var actual = Spec(expected.Name, node);
            if (!fits(expected, actual))
            {
                return $"expected {side} {expected}, found {actual}";
            }
        }

        return found.Keys.FirstOrDefault(name => promised.All(spec => spec.Name != name)) is { } extra
            ? $"{side} {Spec(extra, found[extra])} is not in the manifest" : null;
    }

    private static TensorSpec Spec(string name, NodeMetadata node) => node.IsTensor || node.IsString
        ? new TensorSpec(name, TypeName(node.ElementDataType), [.. node.Dimensions.Select(size => (long)size)])
        : new TensorSpec(name, node.OnnxValueType.ToString(), []);

    private static string TypeName(TensorElementType type) => type switch
    {
        TensorElementType.Float => "float32",
        TensorElementType.Double => "float64",
        _ => type.ToString().ToLowerInvariant(),
    };
}

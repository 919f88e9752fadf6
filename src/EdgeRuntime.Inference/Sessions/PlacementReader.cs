using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Sessions;

internal static class PlacementReader
{
    public static Placement Read(InferenceSession session, string requested, string? note) => new(requested, note, []);
}

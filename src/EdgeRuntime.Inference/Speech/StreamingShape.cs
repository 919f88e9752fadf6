using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Inference.Catalog;

namespace EdgeRuntime.Inference.Speech;

/// <summary>The sizes of one step of a streaming model, taken from its manifest entry.</summary>
/// <param name="Frames">Feature frames in, a multiple of 4.</param>
/// <param name="Bands">Numbers per feature frame.</param>
/// <param name="Outputs">Output vectors, Frames / 4.</param>
/// <param name="Width">Numbers per output vector.</param>
/// <param name="Caches">Inputs that carry state; the output of the same name with <c>_out</c> has the same shape.</param>
internal sealed record StreamingShape(int Frames, int Bands, int Outputs, int Width, IReadOnlyList<TensorSpec> Caches)
{
    public static Outcome<StreamingShape> Read(ModelEntry entry)
    {
        var features = entry.Inputs.FirstOrDefault(spec => spec.Name == "features");
        var logits = entry.Outputs.FirstOrDefault(spec => spec.Name == "logits");
        if (features is not { Type: "float32", Shape: [1, _, > 0] } || logits is not { Type: "float32", Shape: [1, _, > 0] })
        {
            return Refuse(entry, "it needs the input features float32 [1, n, 80] and the output logits float32 [1, n / 4, width]");
        }

        var frames = features.Shape[1] > 0 ? features.Shape[1] : entry.FramesPerStep;
        if (frames <= 0 || frames % 4 != 0 || (entry.FramesPerStep != 0 && entry.FramesPerStep != frames))
        {
            return Refuse(entry, $"frames_per_step {entry.FramesPerStep} and {features} do not give a positive multiple of 4");
        }

        if (logits.Shape[1] > 0 && logits.Shape[1] != frames / 4)
        {
            return Refuse(entry, $"{logits} does not hold one vector for every 4 of {frames} frames");
        }

        TensorSpec[] caches = [.. entry.Inputs.Where(spec => spec.Name != "features")];
        return CacheProblem(entry, caches) is { } problem
            ? Refuse(entry, problem)
            : new StreamingShape((int)frames, (int)features.Shape[2], (int)frames / 4, (int)logits.Shape[2], caches);
    }

    private static string? CacheProblem(ModelEntry entry, TensorSpec[] caches)
    {
        foreach (var cache in caches)
        {
            var pair = entry.Outputs.FirstOrDefault(spec => spec.Name == cache.Name + "_out");
            if (!cache.Name.StartsWith("cache_", StringComparison.Ordinal) || cache.Type != "float32" || cache.Shape.Any(size => size < 1))
            {
                return $"the input {cache} is no cache_… of float32 with fixed sizes";
            }

            if (pair is null || !pair.Matches(cache with { Name = pair.Name }))
            {
                return $"the cache {cache} has no output {cache.Name}_out of the same type and shape";
            }
        }

        return entry.Outputs.Count == caches.Length + 1 ? null : "it has an output that is neither logits nor a cache";
    }

    private static Failure Refuse(ModelEntry entry, string why) => new(
        Stages.Model,
        "model-not-streaming",
        $"Refusing to stream through {entry.Id}: {why}.",
        "Export the model again with models/training, then run models/training/manifest.py.",
        Blame.Model);
}

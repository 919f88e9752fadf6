using EdgeRuntime.Assistant;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;

namespace EdgeRuntime.Inference.Verification;

/// <summary>Measures models as the runtime uses them.</summary>
public static class ModelBench
{
    private const double FrameMs = 10;
    private const int AllocationSamples = 10;

    /// <summary>Opens a model and times its steps on made-up features. Failures: those of opening it.</summary>
    /// <param name="engine">Device profile to measure with.</param>
    /// <param name="catalog">Where the model is.</param>
    /// <param name="id">Id in the manifest.</param>
    /// <param name="runs">Steps to time, at least 1.</param>
    public static Outcome<ModelTiming> Measure(InferenceEngine engine, ModelCatalog catalog, string id, int runs, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        if (!catalog.Model(id).TryGet(out var entry, out var failure))
        {
            return failure;
        }

        var started = time.GetTimestamp();
        if (!ModelRunner.Open(engine, catalog, entry).TryGet(out var runner, out failure))
        {
            return failure;
        }

        using (runner)
        {
            runner.Run();
            var openMs = time.GetElapsedTime(started).TotalMilliseconds;
            return Summary(entry, openMs, Time(runner, runs, time), BytesPerStep(runner));
        }
    }

    private static double[] Time(ModelRunner runner, int runs, TimeProvider time)
    {
        var steps = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var started = time.GetTimestamp();
            runner.Run();
            steps[i] = time.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(steps);
        return steps;
    }

    // A collection that another thread brings about counts the unused rest of this thread's 8 KB allocation window as allocated:
    // the least of some steps is what a step allocates.
    private static long BytesPerStep(ModelRunner runner)
    {
        var least = long.MaxValue;
        for (var i = 0; i < AllocationSamples; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            runner.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static ModelTiming Summary(ModelEntry entry, double openMs, double[] sorted, long bytesPerStep) => new()
    {
        Id = entry.Id,
        Runs = sorted.Length,
        OpenMs = openMs,
        P50Ms = sorted[sorted.Length / 2],
        P95Ms = sorted[sorted.Length * 95 / 100],
        BudgetMs = entry.TimeBudgetMs,
        RealTimeFactor = entry.FramesPerStep > 0 ? sorted[sorted.Length / 2] / (entry.FramesPerStep * FrameMs) : null,
        BytesPerStep = bytesPerStep,
    };
}

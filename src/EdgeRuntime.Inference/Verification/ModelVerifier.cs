using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;

namespace EdgeRuntime.Inference.Verification;

/// <summary>Checks every promise of a catalog: length, hash, size budget, and for models that they load with the promised shapes.</summary>
public static class ModelVerifier
{
    /// <summary>One verdict per entry, in the order of the manifest; each model is closed again.</summary>
    public static IEnumerable<ModelVerdict> Verify(InferenceEngine engine, ModelCatalog catalog) =>
        catalog.Manifest.Models.Select(model => Verify(engine, catalog, model))
            .Concat(catalog.Manifest.Files.Select(file => new ModelVerdict(file, catalog.Read(file.Id).Failure, null)));

    private static ModelVerdict Verify(InferenceEngine engine, ModelCatalog catalog, ModelEntry model)
    {
        if (model.SizeBytes > model.SizeBudgetBytes)
        {
            return new ModelVerdict(model, OverBudget(model), null);
        }

        if (!ModelRunner.Open(engine, catalog, model).TryGet(out var runner, out var failure))
        {
            return new ModelVerdict(model, failure, null);
        }

        using (runner)
        {
            return new ModelVerdict(model, null, runner.Placement);
        }
    }

    private static Failure OverBudget(ModelEntry model) => new(
        Stages.Model,
        "model-over-budget",
        $"{model.File} has {model.SizeBytes} bytes, its budget is {model.SizeBudgetBytes}.",
        "Quantise the model, make it smaller, or raise size_budget_bytes on purpose.",
        Blame.Model);
}

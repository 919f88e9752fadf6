using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Understanding.Triphones;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Speech;

namespace EdgeRuntime.Device.Hearing;

/// <summary>The acoustic expert, opened once: its Gaussians and what goes with them.</summary>
internal sealed class ExpertModel : IDisposable
{
    private readonly GaussianModel _gaussians;
    private readonly TriphoneTables _tables;

    private ExpertModel(GaussianModel gaussians, TriphoneTables tables) => (_gaussians, _tables) = (gaussians, tables);

    /// <summary>Opens it. Failures: those of the engine and the catalog, and <c>expert-tables-invalid</c>.</summary>
    public static Outcome<ExpertModel> Open(InferenceEngine engine, ModelCatalog catalog) =>
        catalog.Read(FileIds.ExpertTables).TryGet(out var bytes, out var failure)
        && TriphoneTables.Load(bytes).TryGet(out var tables, out failure)
        && GaussianModel.Open(engine, catalog, ModelIds.Expert).TryGet(out var gaussians, out failure)
            ? new ExpertModel(gaussians, tables)
            : failure;

    /// <summary>An expert with a stream of its own.</summary>
    /// <param name="keep">Takes the stream over.</param>
    public TriphoneExpert Create(Func<GaussianModel, GaussianModel> keep) => new(keep(_gaussians.Fork()), _tables);

    /// <summary>Closes it when no stream uses it.</summary>
    public void Dispose() => _gaussians.Dispose();
}

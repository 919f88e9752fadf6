using EdgeRuntime.Inference.Tests;
using EdgeRuntime.Inference.Verification;
using TestKit;

namespace Inference.Tests.Verification;

public sealed class ModelVerifierTests : IDisposable
{
    private const long TotalBudgetBytes = 22_000_000;
    private readonly ModelsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FixtureFact("models/manifest.json")]
    public void Verify_CommittedModels_AreAsPromisedAndWithinTheBudget()
    {
        var catalog = Models.Committed();

        var refused = ModelVerifier.Verify(Models.Engine, catalog).Select(verdict => verdict.Failure?.Message).OfType<string>();

        Assert.Empty(refused);
        Assert.InRange(catalog.Manifest.Models.Sum(model => model.SizeBytes), 1, TotalBudgetBytes);
    }

    [FixtureFact("models/manifest.json")]
    public void Manifest_EveryCommittedModelFile_StandsInIt()
    {
        var promised = Models.Committed().Manifest.Models.Select(model => model.File);

        Assert.Equal(Directory.EnumerateFiles(Repository.PathOf("models"), "*.onnx").Select(Path.GetFileName).Order(), promised.Order());
    }

    [Fact]
    public void Verify_OneFileChanged_RefusesThatOneOnly()
    {
        File.AppendAllText(_folder.PathOf("words.txt"), "x");

        var verdicts = ModelVerifier.Verify(Models.Engine, _folder.Open().Value!).ToArray();

        Assert.Equal("lexicon", Assert.Single(verdicts, verdict => verdict.Failure is not null).Entry.Id);
        Assert.Equal(2, verdicts.Count(verdict => verdict.Placement is not null));
    }

    [Fact]
    public void Verify_ModelOverItsSizeBudget_IsRefused()
    {
        _folder.Model("stream")["size_budget_bytes"] = 100;

        Assert.Equal("model-over-budget", ModelVerifier.Verify(Models.Engine, _folder.Open().Value!).First().Failure!.Code);
    }

    [Fact]
    public void Measure_StreamingModel_CountsWhatItShould()
    {
        var timing = ModelBench.Measure(Models.Engine, _folder.Open().Value!, "stream", 50, TimeProvider.System).Value!;

        Assert.Equal((50, 0L, true), (timing.Runs, timing.BytesPerStep, timing.WithinBudget));
        Assert.InRange(timing.P50Ms, double.Epsilon, timing.P95Ms);
        Assert.Equal(timing.P50Ms / 80, timing.RealTimeFactor!.Value, 9);
    }
}

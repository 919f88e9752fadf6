using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using TestKit;

namespace EdgeRuntime.Inference.Tests.Sessions;

public sealed class InferenceEngineTests : IDisposable
{
    private readonly ModelsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_TrueManifest_PlacesEveryOperatorOnTheProcessor()
    {
        using var session = Models.Engine.Open(_folder.Open().Value!, "stream").Value!;

        var placement = session.Placement;

        Assert.Null(placement.Note);
        var share = Assert.Single(placement.Providers);
        Assert.Equal("CPUExecutionProvider", share.Provider);
        Assert.Contains(share.Operators, pair => pair is { Key: "ReduceSum", Value: 2 });
        Assert.Equal(share.Nodes, share.Operators.Sum(pair => pair.Value));
    }

    [Theory]
    [InlineData("inputs", 0, "features float32 [1, 8, 80]", "features float32 [1, 16, 80]")]
    [InlineData("outputs", 0, "logits float32 [1, 2, 3]", "logits float32 [1, 16, 3]")]
    public void Open_OtherShapeInTheManifest_IsRefusedWithBoth(string side, int index, string found, string expected)
    {
        _folder.Model("stream")[side]![index]!["shape"]![1] = 16;

        var failure = Models.Engine.Open(_folder.Open().Value!, "stream").Failure!;

        Assert.Equal("model-shape-mismatch", failure.Code);
        Assert.Contains($"{expected}, found {found}", failure.Message);
    }

    [Fact]
    public void Open_OtherTypeInTheManifest_IsRefused()
    {
        _folder.Model("stream")["inputs"]![0]!["type"] = "int8";

        Assert.Contains("expected input features int8", Models.Engine.Open(_folder.Open().Value!, "stream").Failure!.Message);
    }

    [Fact]
    public void Open_OutputThatTheManifestDoesNotName_IsRefused()
    {
        ((System.Text.Json.Nodes.JsonArray)_folder.Model("stream")["outputs"]!).RemoveAt(2);

        var failure = Models.Engine.Open(_folder.Open().Value!, "stream").Failure!;

        Assert.Equal("model-shape-mismatch", failure.Code);
        Assert.Contains("cache_last_out", failure.Message);
    }

    [Fact]
    public void Open_FileThatIsNoModel_IsRefusedInOneLine()
    {
        _folder.Replace("stream", [.. Enumerable.Repeat((byte)'x', 2000)]);

        var failure = Models.Engine.Open(_folder.Open().Value!, "stream").Failure!;

        Assert.Equal("model-unreadable", failure.Code);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void Open_ProviderThatThisBuildLacks_RunsOnTheProcessorAndSaysSo()
    {
        var engine = InferenceEngine.Start(new DeviceProfile { Name = "npu", Provider = "qnn" }).Value!;

        using var session = engine.Open(_folder.Open().Value!, "stream").Value!;

        Assert.Contains("'qnn' is not in this build", session.Placement.Note);
        Assert.Equal("qnn", session.Placement.Requested);
        Assert.Equal("CPUExecutionProvider", Assert.Single(session.Placement.Providers).Provider);
    }

    [Theory]
    [InlineData(0, "cpu")]
    [InlineData(65, "cpu")]
    [InlineData(1, "")]
    public void Start_ImpossibleProfile_IsInvalid(int threads, string provider) =>
        Assert.Equal(
            "profile-invalid",
            InferenceEngine.Start(new DeviceProfile { Name = "odd", Threads = threads, Provider = provider }).Failure!.Code);
}

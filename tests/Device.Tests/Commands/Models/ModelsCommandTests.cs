using EdgeRuntime.Device.Tests.Commands;
using TestKit;

namespace Device.Tests.Commands.Models;

public sealed class ModelsCommandTests : IDisposable
{
    private readonly ModelsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void List_TrueFolder_ShowsEveryEntryOnItsOwnLine()
    {
        var listed = CommandLine.Run("models", "list", "--models", _folder.Save());

        Assert.Equal(0, listed.ExitCode);
        var line = Assert.Single(listed.Output.Split('\n'), text => text.Contains("stream.onnx"));
        Assert.Contains("features float32 [1, 8, 80] → logits float32 [1, 2, 3]", line);
        Assert.Contains("words.txt", listed.Output);
    }

    [Fact]
    public void List_Json_HasTheManifestsFields()
    {
        var files = CommandLine.Run("models", "list", "--json", "--models", _folder.Save()).Json.GetProperty("files");

        var stream = files[0];
        Assert.Equal(
            ("stream", "model", 20000L),
            (stream.GetProperty("id").GetString(), stream.GetProperty("kind").GetString(),
                stream.GetProperty("size_budget_bytes").GetInt64()));
        Assert.Equal(3, files.GetArrayLength());
    }

    [Fact]
    public void Verify_TrueFolder_SaysWhatRunsWhere()
    {
        var verified = CommandLine.Run("models", "verify", "--json", "--models", _folder.Save());

        Assert.Equal(0, verified.ExitCode);
        Assert.StartsWith("CPUExecutionProvider ", verified.Json.GetProperty("files")[0].GetProperty("placement").GetString());
    }

    [Fact]
    public void Verify_SwappedModel_RefusesItAndStillChecksTheOthers()
    {
        File.Copy(_folder.PathOf("spell.onnx"), _folder.PathOf("stream.onnx"), overwrite: true);

        var verified = CommandLine.Run("models", "verify", "--models", _folder.Save());

        Assert.Equal(1, verified.ExitCode);
        Assert.StartsWith("model-hash-mismatch: Refusing to load stream from stream.onnx: expected SHA-256", verified.Error);
        Assert.Equal(2, verified.Output.Split("as promised").Length - 1);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("verify")]
    [InlineData("bench")]
    public void Any_FolderWithoutModels_IsOneSentenceAndItsMending(string command)
    {
        var result = CommandLine.Run("models", command, "--models", _folder.Root);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("models-missing: There is no models folder with a manifest.json at ", result.Error);
        Assert.Equal(2, result.Error.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Bench_OneModel_MeasuresThatOneOnly()
    {
        var measured = CommandLine.Run("models", "bench", "stream", "--runs", "20", "--json", "--models", _folder.Save());

        Assert.Equal(0, measured.ExitCode);
        var model = Assert.Single(measured.Json.GetProperty("models").EnumerateArray());
        Assert.Equal((20, 0L), (model.GetProperty("runs").GetInt32(), model.GetProperty("bytes_per_step").GetInt64()));
    }

    [Fact]
    public void Bench_OverItsTimeBudget_ExitsWithOne()
    {
        _folder.Model("stream")["time_budget_ms"] = 1e-7;

        var measured = CommandLine.Run("models", "bench", "stream", "--runs", "5", "--models", _folder.Save());

        Assert.Equal(1, measured.ExitCode);
        Assert.Contains("over", measured.Output);
    }

    [Fact]
    public void Bench_ModelThatIsNotThere_IsNamed()
    {
        var measured = CommandLine.Run("models", "bench", "whisper", "--json", "--models", _folder.Save());

        Assert.Equal(1, measured.ExitCode);
        Assert.Equal("model-unknown", measured.Json.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public void Bench_ImpossibleRuns_IsAUsageError(string runs) =>
        Assert.Contains("--runs", CommandLine.Run("models", "bench", "--runs", runs, "--models", _folder.Save()).Error);
}

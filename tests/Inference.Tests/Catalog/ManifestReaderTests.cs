using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using EdgeRuntime.Inference.Catalog;
using TestKit;

namespace EdgeRuntime.Inference.Tests.Catalog;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly ModelsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_TrueManifest_KeepsEveryField()
    {
        var model = _folder.Open().Value!.Model("stream").Value!;

        Assert.Equal(
            ["features float32 [1, 8, 80]", "cache_total float32 [1, 1, 1]", "cache_last float32 [1, 1, 80]"],
            model.Inputs.Select(spec => spec.ToString()));
        Assert.Equal((16000, 8, 20000L, 1000d), (model.SampleRateHz, model.FramesPerStep, model.SizeBudgetBytes, model.TimeBudgetMs));
        Assert.Equal(("Apache-2.0", "tests/fixtures/onnx/make.py"), (model.Licence, model.Origin));
    }

    [Theory]
    [InlineData("file", "../stream.onnx", "plain file name")]
    [InlineData("file", "/etc/passwd", "plain file name")]
    [InlineData("file", "..", "plain file name")]
    [InlineData("file", "", "plain file name")]
    [InlineData("sha256", "ABCDEF", "64 lower-case hex digits")]
    [InlineData("size_bytes", 0, "size_bytes")]
    [InlineData("time_budget_ms", 0, "budget")]
    [InlineData("id", "g2p", "stands twice")]
    [InlineData("colour", "red", "colour")]
    [InlineData("licence", null, "licence")]
    public void Read_OneWrongField_IsInvalidAndSaysWhich(string field, object? value, string said)
    {
        _folder.Model("stream")[field] = value is null ? null : JsonValue.Create(value);

        var failure = _folder.Open().Failure!;

        Assert.Equal("manifest-invalid", failure.Code);
        Assert.Contains(said, failure.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("size_budget_bytes")]
    [InlineData("sha256")]
    [InlineData("outputs")]
    public void Read_MissingField_IsInvalid(string field)
    {
        _folder.Model("stream").Remove(field);

        Assert.Contains(field, _folder.Open().Failure!.Message);
    }

    [Fact]
    public void Read_OtherSchema_NamesBothVersions()
    {
        _folder.Manifest["schema"] = 7;

        Assert.Contains("schema 7, this program reads 1", _folder.Open().Failure!.Message);
    }

    [Fact]
    public void Read_ImpossibleShape_IsInvalid()
    {
        _folder.Model("stream")["inputs"]![0]!["shape"] = new JsonArray(1, 0, 80);

        Assert.Contains("impossible tensor features", _folder.Open().Failure!.Message);
    }

    [Fact]
    public void Read_CutAnywhere_IsInvalidWithAPosition()
    {
        var whole = Encoding.UTF8.GetBytes(_folder.Manifest.ToJsonString());

        Gen.Int[0, whole.Length - 1].Sample(length =>
        {
            var failure = ManifestReader.Read(whole.AsSpan(0, length)).Failure;
            Assert.Equal("manifest-invalid", failure?.Code);
            Assert.True(failure!.Line > 0);
        });
    }

    [Fact]
    public void Read_AnyByteChanged_IsAValueOrAFailureNeverAnException()
    {
        var whole = Encoding.UTF8.GetBytes(_folder.Manifest.ToJsonString());

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var changed = (byte[])whole.Clone();
            changed[at] = value;
            var outcome = ManifestReader.Read(changed);
            Assert.True(outcome.Failure is null or { Code: "manifest-invalid" });
        });
    }
}

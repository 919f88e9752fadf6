using EdgeRuntime.Inference.Catalog;
using TestKit;

namespace EdgeRuntime.Inference.Tests.Catalog;

public sealed class ModelCatalogTests : IDisposable
{
    private readonly ModelsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_UntouchedFile_GivesItsBytes()
    {
        var catalog = _folder.Open().Value!;

        var bytes = catalog.Read(FileIds.Lexicon);

        Assert.Null(bytes.Failure);
        Assert.Equal(File.ReadAllBytes(_folder.PathOf("words.txt")), bytes.Value);
    }

    [Fact]
    public void Read_TruncatedModel_RefusesWithBothLengths()
    {
        var whole = File.ReadAllBytes(_folder.PathOf("stream.onnx"));
        File.WriteAllBytes(_folder.PathOf("stream.onnx"), whole[..500]);

        var failure = _folder.Open().Value!.Read("stream").Failure!;

        Assert.Equal("model-truncated", failure.Code);
        Assert.StartsWith("Refusing to load stream", failure.Message);
        Assert.Contains($"expected {whole.Length} bytes, found 500", failure.Message);
    }

    [Fact]
    public void Read_SwappedModel_RefusesWithBothHashes()
    {
        File.Copy(_folder.PathOf("spell.onnx"), _folder.PathOf("stream.onnx"), overwrite: true);

        var failure = _folder.Open().Value!.Read("stream").Failure!;

        Assert.Equal("model-hash-mismatch", failure.Code);
        Assert.Contains((string)_folder.Model("stream")["sha256"]!, failure.Message);
        Assert.Contains((string)_folder.Model("g2p")["sha256"]!, failure.Message);
    }

    [Fact]
    public void Read_OneFlippedBit_Refuses()
    {
        var bytes = File.ReadAllBytes(_folder.PathOf("stream.onnx"));
        bytes[^1] ^= 1;
        File.WriteAllBytes(_folder.PathOf("stream.onnx"), bytes);

        Assert.Equal("model-hash-mismatch", _folder.Open().Value!.Read("stream").Failure!.Code);
    }

    [Fact]
    public void Read_MissingFile_NamesItsPath()
    {
        File.Delete(_folder.PathOf("stream.onnx"));

        var failure = _folder.Open().Value!.Read("stream").Failure!;

        Assert.Equal("model-missing", failure.Code);
        Assert.Contains(_folder.PathOf("stream.onnx"), failure.Message);
    }

    [Fact]
    public void Read_IdOutsideTheManifest_IsUnknown() => Assert.Equal("model-unknown", _folder.Open().Value!.Read("whisper").Failure!.Code);

    [Fact]
    public void PathOf_KnownFile_IsInsideTheFolder() =>
        Assert.Equal(_folder.PathOf("words.txt"), _folder.Open().Value!.PathOf("lexicon").Value);

    [Fact]
    public void Open_FolderWithoutManifest_IsMissing() => Assert.Equal("models-missing", ModelCatalog.Open(_folder.Root).Failure!.Code);
}

using EdgeRuntime.Device.Cloud.Local;

namespace Device.Tests.Cloud.Local;

public sealed class LocalGatewayFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_NamedOne_IsTaken()
    {
        File.WriteAllText(_folder["mine"], "");

        Assert.Equal(_folder["mine"], LocalGatewayFinder.Find(_folder["mine"], _folder.Path).Value);
    }

    [Fact]
    public void Find_NamedOneMissing_IsNamed() =>
        Assert.Contains(LocalGatewayFinder.Variable, LocalGatewayFinder.Find(_folder["mine"], _folder.Path).Failure!.Message);

    [Fact]
    public void Find_BesideTheProgram_IsTakenBeforeTheRepository()
    {
        var beside = Make("tests", "bin", "edge-gateway");
        Make("src", "EdgeRuntime.Gateway", "bin", "Debug", "net10.0", "edge-gateway");
        File.WriteAllText(_folder["EdgeRuntime.sln"], "");

        Assert.Equal(beside, LocalGatewayFinder.Find(null, Path.GetDirectoryName(beside)!).Value);
    }

    [Theory]
    [InlineData("Debug")]
    [InlineData("Release")]
    public void Find_InTheRepository_TakesTheBuildOfItsOwnConfiguration(string configuration)
    {
        File.WriteAllText(_folder["EdgeRuntime.sln"], "");
        Make("src", "EdgeRuntime.Gateway", "bin", "Debug", "net10.0", "edge-gateway");
        Make("src", "EdgeRuntime.Gateway", "bin", "Release", "net10.0", "edge-gateway");
        var own = Path.GetDirectoryName(Make("src", "EdgeRuntime.Device", "bin", configuration, "net10.0", "edge-runtime"))!;

        Assert.Contains(Path.Combine("bin", configuration), LocalGatewayFinder.Find(null, own).Value);
    }

    [Fact]
    public void Find_Nowhere_NamesTheCommandThatBuildsIt() =>
        Assert.Contains("dotnet build src/EdgeRuntime.Gateway", LocalGatewayFinder.Find("", _folder.Path).Failure!.Next);

    private string Make(params string[] parts)
    {
        var path = Path.Combine([_folder.Path, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}

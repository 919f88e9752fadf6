using Device.Tests.Bridge;
using EdgeRuntime.Device.Processes;

namespace Device.Tests.Processes;

public sealed class ProgramFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_ScriptThatMayRun_IsFound()
    {
        var path = Script.Write(_folder, "tool", "true");

        Assert.Equal(path, new ProgramFinder($"/nowhere:{_folder.Path}").Find("tool"));
    }

    [Fact]
    public void Find_FileThatMayNotRun_IsPassedOver()
    {
        File.WriteAllText(_folder["tool"], "text");

        Assert.Null(new ProgramFinder(_folder.Path).Find("tool"));
    }

    [Fact]
    public void Find_NoSearchPath_IsNothing() => Assert.Null(new ProgramFinder(null).Find("sh"));
}

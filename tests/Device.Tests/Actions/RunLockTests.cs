using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Reports;

namespace Device.Tests.Actions;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Take_AnotherServiceRuns_IsRefusedWithAnExitCode()
    {
        using var first = RunLock.Take(_folder.Path).Value!;

        var failure = RunLock.Take(_folder.Path).Failure!;

        Assert.Equal("run-already", failure.Code);
        Assert.Equal(ExitCode.BadInput, ExitCodes.For(failure));
        Assert.StartsWith("Refusing to run: another edge-runtime run is using ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_NothingCanBeWrittenThere_IsBadInputAndNoToolThatWasRefused()
    {
        File.WriteAllText(_folder["file"], "");

        var failure = RunLock.Take(_folder["file/state"]).Failure!;

        Assert.Equal(ExitCode.BadInput, ExitCodes.For(failure));
        Assert.Contains(_folder["file/state"], failure.Message);
        Assert.Contains("--state DIR", failure.Next);
    }

    [Fact]
    public void Take_TheOtherHasEnded_IsTaken()
    {
        RunLock.Take(_folder.Path).Value!.Dispose();

        using var second = RunLock.Take(_folder.Path).Value;

        Assert.NotNull(second);
    }

    // The file of a killed one stays behind; only the kernel's lock counts.
    [Fact]
    public void Take_OnlyTheFileIsThere_IsTaken()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "run.lock"), "12345");

        using var next = RunLock.Take(_folder.Path).Value;

        Assert.NotNull(next);
    }
}

using System.Text;
using EdgeRuntime.Device.Processes;

namespace Device.Tests.Processes;

public sealed class SupervisedProcessTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task EndAsync_ProgramThatHeedsTheEndOfItsInput_EndsInOrder()
    {
        await using var child = Shell("cat; echo over >&2; exit 3");

        await child.EndAsync(Grace);

        Assert.Equal((3, "over"), (await child.Exited, await child.LastError));
    }

    [Fact]
    public async Task EndAsync_ProgramThatDoesNotHeedIt_IsKilled()
    {
        await using var child = Shell("sleep 1000");

        await child.EndAsync(TimeSpan.FromMilliseconds(50));

        Assert.Equal(128 + 9, await child.Exited);
    }

    [Fact]
    public async Task EndAsync_ProgramThatHasEnded_IsNoFailure()
    {
        await using var child = Shell("exit 0");
        await child.Exited;

        await child.EndAsync(Grace);
    }

    [Fact]
    public async Task DisposeAsync_ProgramWithChildren_TakesThemAlong()
    {
        var child = Shell("sleep 1000 & echo $!; wait");
        using var lines = new StreamReader(child.Output, Encoding.ASCII);
        var grandchild = int.Parse((await lines.ReadLineAsync())!, System.Globalization.CultureInfo.InvariantCulture);

        await child.DisposeAsync();
        await child.DisposeAsync(); // once more changes nothing

        while (Lives(grandchild)) await Task.Delay(10); // it was told to go, and does so in its own time
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DisposeAsync_AnyProgram_ClosesItsPipes(bool sharesInput)
    {
        const string Tell = "readlink /proc/$$/fd/1 /proc/$$/fd/2; sleep 1000";
        var child = SupervisedProcess.Start("/bin/sh", ["-c", Tell], sharesInput: sharesInput).Value!;
        var lines = new StreamReader(child.Output, Encoding.ASCII);
        string?[] pipes = [await lines.ReadLineAsync(), await lines.ReadLineAsync()];
        Assert.All(pipes, pipe => Assert.StartsWith("pipe:", pipe));

        await child.DisposeAsync();
        await child.LastError;

        Assert.Empty(Descriptors().Intersect(pipes));
    }

    [Fact]
    public async Task LastError_FloodWithoutAnEnd_IsReadAndCutShort()
    {
        await using var child = Shell("head -c 3000000 /dev/zero | tr '\\0' x >&2");

        Assert.Equal(0, await child.Exited); // it was never stopped by a full pipe
        Assert.Equal(new string('x', 1_000), await child.LastError);
    }

    [Fact]
    public async Task LastError_EmptyLinesBehindIt_AreNoWords()
    {
        await using var child = Shell("printf 'first\\n last \\n\\n  \\n' >&2");

        Assert.Equal("last", await child.LastError);
    }

    [Fact]
    public async Task Start_SharedInput_IsLeftToTheProgramsOwn()
    {
        await using var child = SupervisedProcess.Start("/bin/sh", ["-c", "exit 0"], sharesInput: true).Value!;

        Assert.Equal(0, await child.Exited);
    }

    [Fact]
    public void Start_NoProgram_IsNamed()
    {
        var failure = SupervisedProcess.Start("/nowhere/program", []).Failure!;

        Assert.Equal("program-not-started", failure.Code);
        Assert.Contains("/nowhere/program", failure.Message);
    }

    private static SupervisedProcess Shell(string script) => SupervisedProcess.Start("/bin/sh", ["-c", script]).Value!;

    // Others come and go meanwhile: tests run beside this one.
    private static string?[] Descriptors() => [.. Directory.GetFiles("/proc/self/fd").Select(path => new FileInfo(path).LinkTarget)];

    // What is dead and was not looked at by its parent yet is a zombie (Z).
    private static bool Lives(int id) =>
        File.Exists($"/proc/{id}/stat") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z", StringComparison.Ordinal);
}

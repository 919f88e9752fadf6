namespace EndToEnd.Tests.Architecture;

/// <summary>What a command writes into the state is read by others after the machine slept or started anew: it counts by the machine's
/// clocks (<c>DeviceTime</c>), which tell that.</summary>
public sealed class CommandClockTests
{
    private static readonly string[] Measuring = ["/Eval/", "/Models/"]; // lengths of time within one process

    [Fact]
    public void NoCommandCountsByAClockThatForgetsSleep() => Assert.Empty(
        from file in SourceTree.Files("src/EdgeRuntime.Device/Commands", ".cs")
        where !Measuring.Any(folder => SourceTree.NameOf(file).Contains(folder, StringComparison.Ordinal))
        && File.ReadAllText(file).Contains("TimeProvider.System", StringComparison.Ordinal)
        select SourceTree.NameOf(file));
}

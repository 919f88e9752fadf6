namespace EndToEnd.Tests.Architecture;

/// <summary>Somebody may set the clock on the wall at any moment: a page measures lengths of time by the steady one, as programs do
/// (<c>src/BannedSymbols.txt</c>).</summary>
public sealed class PageClockTests
{
    [Fact]
    public void NoPageMeasuresALengthOfTimeByTheWallClock() => Assert.Empty(
        from file in SourceTree.Files("src/EdgeRuntime.Device/Web/Pages", ".js")
        where !SourceTree.NameOf(file).Contains("/vendor/", StringComparison.Ordinal)
        && File.ReadAllText(file).Contains("Date.now", StringComparison.Ordinal)
        select SourceTree.NameOf(file));
}

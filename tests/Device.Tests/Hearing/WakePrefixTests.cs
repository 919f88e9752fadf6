using EdgeRuntime.Device.Hearing;

namespace Device.Tests.Hearing;

public sealed class WakePrefixTests
{
    private static readonly string[] Phrases = ["view glass", "computer"];

    [Theory]
    [InlineData("view glass what time is it", "what time is it")]
    [InlineData("View  Glass, what time is it?", "what time is it?")]
    [InlineData("  COMPUTER: mute", "mute")]
    [InlineData("computer - mute", "mute")]
    public void Rest_PhraseInFront_IsWhatFollows(string text, string rest) => Assert.Equal(rest, WakePrefix.Rest(text, Phrases));

    [Theory]
    [InlineData("what time is it")]
    [InlineData("computers are great")]
    [InlineData("computer")]
    [InlineData("computer!")]
    [InlineData("view the glass")]
    [InlineData("view")]
    [InlineData("")]
    public void Rest_NoPhraseOrNothingBehindIt_IsNull(string text) => Assert.Null(WakePrefix.Rest(text, Phrases));
}

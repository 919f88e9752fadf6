using System.Text.Json;
using TestKit;

namespace Device.Tests.Companion;

public sealed class LinkCutTests
{
    private const int Cuts = 15; // PhoneLoad does a thousand
    private const int Each = 40;

    /// <summary>Begins to send so many messages each way; ends when the last is on its way, or the link is lost.</summary>
    internal static async Task TrafficAsync(BenchCompanion glasses, BenchPhone.Memory memory, BenchPhone phone, int each)
    {
        try
        {
            for (var i = 0; i < each; i++)
            {
                memory.Put("notification", new { app = "Chat", text = $"n{memory.Last}", at = DateTimeOffset.UnixEpoch });
                Assert.Null((await glasses.Companion.PutAsync("note", JsonDocument.Parse("{}").RootElement, default)).Failure);
                memory.Expected++;
                await phone.SealAsync(memory.Waiting[memory.Last]);
            }
        }
        catch (Exception lost) when (lost is not Xunit.Sdk.XunitException)
        {
            // The link was cut; what waits is sent again.
        }
    }

    [Fact]
    public async Task Messages_BothWaysOverALinkThatIsCut_ArriveOnceAndInOrder()
    {
        using var folder = new TemporaryFolder();
        await using var glasses = BenchCompanion.Start(folder.Path);
        var memory = await glasses.PairAsync();
        var random = new Random(20261126);
        await using var link = new CuttingProxy(glasses.Port, _ => random.Next(200, 6000));
        for (var i = 1; i <= Each; i++)
        {
            memory.Put("notification", new { app = "Chat", text = $"n{i}", at = DateTimeOffset.UnixEpoch });
            Assert.Null((await glasses.Companion.PutAsync($"k{i}", JsonDocument.Parse("{}").RootElement, default)).Failure);
        }

        while (memory.Waiting.Count > 0 || memory.Received < Each)
        {
            if (link.Connections > Cuts + 200) Assert.Fail("It does not get on.");
            try
            {
                // After enough cuts the link holds, so that the rest comes through.
                await using var phone = await glasses.ConnectAsync(memory, link.Connections < Cuts ? link.Port : glasses.Port);
                await phone.FlushAsync();
                await phone.UntilAsync(() => memory.Waiting.Count == 0 && memory.Received == Each);
            }
            catch (Exception lost) when (lost is not Xunit.Sdk.XunitException)
            {
                // The link was cut; the phone comes back, as phones do.
            }
        }

        Assert.True(link.Connections >= 3, $"{link.Connections} connections");
        Assert.Equal(Enumerable.Range(1, Each).Select(i => ((long)i, $"k{i}")), memory.Kept);
        Assert.Equal(Enumerable.Range(1, Each).Select(i => $"n{i}"), glasses.State.Current.Inbox.Select(message => message.Text));
        Assert.Empty(glasses.Reported);
    }
}

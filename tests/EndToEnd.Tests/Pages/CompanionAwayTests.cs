using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Pages;

/// <summary>What holds while the link or the room on the phone is lost.</summary>
[Collection(SharedPages.Name)]
public sealed class CompanionAwayTests(SharedPages pages)
{
    [BrowserFact]
    public async Task What_is_done_while_the_glasses_are_away_waits_over_a_reload_and_is_done_once_in_order()
    {
        await pages.Browser.SeeAsync("away.settled", mayComplain: true);
        var before = Received();
        var away = await WhileAwayAsync(new JsonObject { ["volume"] = 77, ["texts"] = new JsonArray("one", "two", "three") });
        await pages.Browser.SeeAsync("away.back", mayComplain: true);

        Assert.Equal("reconnecting", away.GetProperty("link").GetString());
        Assert.Contains("The glasses are away", away.GetProperty("text").GetString());
        Assert.Equal(before + 4, Received());
        Assert.Equal(77, pages.State.GetProperty("settings").GetProperty("volume").GetInt32());
        var inbox = pages.State.GetProperty("inbox").EnumerateArray().Select(message => message.GetProperty("text").GetString());
        Assert.Equal(["one", "two", "three"], inbox.Where(text => text is "one" or "two" or "three"));
    }

    // The phone's own clock stands still but for the steps, so this is three seconds of the phone however slow the machine is.
    [BrowserTheory]
    [InlineData("visibilitychange")]
    [InlineData("pageshow")]
    [InlineData("online")]
    public async Task A_phone_that_wakes_on_a_dead_link_says_so_within_three_seconds_and_then_shows_what_is_new(string waking)
    {
        var name = new JsonObject { ["name"] = "sleeper" };
        await pages.Browser.SeeAsync("phone.pair", new JsonObject { ["name"] = "sleeper", ["clock"] = true });
        pages.Proxy.Stall();
        var woken = await pages.Browser.SeeAsync(
            "away.wake", new JsonObject { ["name"] = "sleeper", ["event"] = waking, ["battery"] = 34 }, mayComplain: true);
        pages.Proxy.Cut();
        await pages.Browser.SeeAsync(
            "phone.status", new JsonObject { ["battery"] = 100, ["heat"] = 31, ["charging"] = false }, mayComplain: true);
        await pages.Browser.SeeAsync("phone.forget", name.DeepClone().AsObject(), mayComplain: true);
        await pages.Browser.SeeAsync("phone.close", name, mayComplain: true);

        Assert.Equal(("connected", "reconnecting"), (woken.GetProperty("before").GetString(), woken.GetProperty("within").GetString()));
        Assert.Equal("34 %", woken.GetProperty("battery").GetString());
    }

    // A week's worth. Each change may be read a few times, but not all of them whenever one has arrived.
    [BrowserFact]
    public async Task Many_changes_that_waited_cost_the_phone_linear_work_and_are_summed_up_in_one_sentence()
    {
        const int Changes = 400;
        await pages.Browser.SeeAsync("phone.pair", new JsonObject { ["name"] = "heap" });

        var seen = await pages.Browser.SeeAsync(
            "away.heap", new JsonObject { ["name"] = "heap", ["changes"] = Changes }, mayComplain: true);
        await pages.Browser.SeeAsync("phone.forget", new JsonObject { ["name"] = "heap" }, mayComplain: true);
        await pages.Browser.SeeAsync("phone.close", new JsonObject { ["name"] = "heap" }, mayComplain: true);

        Assert.InRange(seen.GetProperty("read").GetInt32(), Changes, 4 * Changes);
        Assert.InRange(seen.GetProperty("transactions").GetInt32(), 1, Changes);
        var shown = seen.GetProperty("shown").EnumerateArray().Select(text => text.GetString()!).ToList();
        Assert.Single(shown, text => text.StartsWith($"{Changes} notifications came", StringComparison.Ordinal));
        // what another phone sent before may come among them
        Assert.DoesNotContain(shown, text => text.Contains("news", StringComparison.Ordinal));
    }

    // No connection lasts for the whole file: it can only arrive when each goes on where the one before broke.
    [BrowserFact]
    public async Task A_file_whose_way_breaks_again_and_again_is_taken_up_where_it_broke_and_verified()
    {
        var content = new byte[1_500_000];
        new Random(7).NextBytes(content);
        pages.BreakAfter(600_000);
        var hash = pages.TakeFile("torn", content);

        var before = pages.Proxy.Connections;
        var arrived = await pages.Browser.SeeAsync("phone.file", new JsonObject { ["name"] = "torn-" }, mayComplain: true);
        var connections = pages.Proxy.Connections - before;
        pages.BreakAfter(int.MaxValue);
        await pages.Browser.SeeAsync("away.settled", mayComplain: true);

        Assert.Equal((content.Length, hash), (arrived.GetProperty("bytes").GetInt32(), arrived.GetProperty("sha256").GetString()));
        Assert.True(connections >= 2, $"{connections} connections more");
    }

    [BrowserFact]
    public async Task A_phone_without_room_says_so_loses_nothing_and_goes_on_when_there_is_room()
    {
        var small = new JsonObject { ["name"] = "small" };
        var content = new byte[900_000];
        new Random(8).NextBytes(content);
        await pages.Browser.SeeAsync("phone.pair", new JsonObject { ["name"] = "small", ["quota"] = 400_000 });
        var hash = pages.TakeFile("roomy", content);
        var full = await pages.Browser.SeeAsync("away.noRoom", small.DeepClone().AsObject(), mayComplain: true);
        var names = await pages.Browser.SeeAsync("away.refusedNames", small.DeepClone().AsObject(), mayComplain: true);
        await pages.Browser.SeeAsync("away.roomAgain", small.DeepClone().AsObject(), mayComplain: true);
        var arrived = await pages.Browser.SeeAsync(
            "phone.file", new JsonObject { ["name"] = "roomy-", ["of"] = "small" }, mayComplain: true);
        await pages.Browser.SeeAsync("phone.close", small, mayComplain: true);

        Assert.Contains("no room", full.GetProperty("notice").GetString());
        Assert.Empty(names.GetProperty("saved").GetString()!);
        Assert.Equal(hash, arrived.GetProperty("sha256").GetString());
    }

    private async Task<JsonElement> WhileAwayAsync(JsonObject given)
    {
        pages.Proxy.IsOpen = false;
        pages.Proxy.Cut();
        try
        {
            return await pages.Browser.SeeAsync("away.queue", given, mayComplain: true);
        }
        finally
        {
            pages.Proxy.IsOpen = true; // for the tests that come after this one
        }
    }

    private long Received() =>
        pages.State.GetProperty("phones").EnumerateObject().Max(phone => phone.Value.GetProperty("received").GetInt64());
}

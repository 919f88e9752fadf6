using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;

namespace EndToEnd.Tests.Pages;

[Collection(SharedPages.Name)]
public sealed class CompanionPageTests(SharedPages pages)
{
    [BrowserFact]
    public async Task A_phone_pairs_by_the_same_digits_and_shows_how_the_glasses_are()
    {
        var digits = pages.Paired.GetProperty("digits").EnumerateArray().Select(text => text.GetString()).ToArray();
        var shown = pages.Paired.GetProperty("status").EnumerateObject().Select(row => row.Name);

        var seen = await pages.Browser.SeeAsync("phone.status", new JsonObject { ["battery"] = 12, ["heat"] = 44, ["charging"] = true });

        Assert.Matches(@"^\d{3} \d{3}$", digits[0]);
        Assert.Equal(digits[0], digits[1]);
        Assert.Equal(["Battery", "Heat at the skin", "Free space", "Cloud", "Recording", "Simulated"], shown);
        Assert.Equal(
            ("12 %, charging", "44 °C"), (seen.GetProperty("Battery").GetString(), seen.GetProperty("Heat at the skin").GetString()));
        await pages.Browser.SeeAsync("phone.status", new JsonObject { ["battery"] = 100, ["heat"] = 31, ["charging"] = false });
    }

    [BrowserFact]
    public async Task They_differ_on_the_phone_is_told_at_the_glasses_as_the_sign_of_someone_in_between()
    {
        var told = await pages.Browser.SeeAsync("phone.differ", new JsonObject { ["name"] = "doubtful" });
        await pages.Browser.SeeAsync("phone.close", new JsonObject { ["name"] = "doubtful" }, mayComplain: true);

        Assert.Contains("digits were not the same", told.GetProperty("glasses").GetString());
        Assert.Contains("in between", told.GetProperty("glasses").GetString());
        Assert.Contains("in between", told.GetProperty("phone").GetString());
    }

    [SpokenFact]
    public async Task A_turn_is_followed_with_the_reasons_of_its_route_and_a_video_shows_as_recording_and_arrives()
    {
        await pages.SynthesiseAsync("start a video");
        var began = await pages.Browser.SeeAsync("phone.follow", new JsonObject { ["recording"] = "video" });
        await pages.SynthesiseAsync("stop the video");
        var ended = await pages.Browser.SeeAsync("phone.follow", new JsonObject { ["recording"] = "nothing" });
        var file = Directory.GetFiles(pages.Media, "simulated-*.mjpeg").Order().Last();
        var arrived = await pages.Browser.SeeAsync("phone.file", new JsonObject { ["name"] = Path.GetFileName(file) });

        Assert.Equal(
            ["StartVideo", "StopVideo"],
            new[] { began, ended }.Select(turn => turn.GetProperty("seen").GetProperty("facts").GetProperty("Understood").GetString()));
        Assert.Equal("local (understood, tool-on-device)", began.GetProperty("seen").GetProperty("facts").GetProperty("Route").GetString());
        Assert.Equal(
            began.GetProperty("heard").GetProperty("stages").EnumerateArray().Select(row => row.GetProperty("stage").GetString()),
            began.GetProperty("seen").GetProperty("stages").EnumerateArray().Select(stage => stage.GetString()));
        Assert.Equal(
            began.GetProperty("heard").GetProperty("answer").GetString(), began.GetProperty("seen").GetProperty("answer").GetString());
        Assert.Equal(SharedPages.HashOf(File.ReadAllBytes(file)), arrived.GetProperty("sha256").GetString());
    }

    [BrowserFact]
    public async Task What_the_phone_sets_holds_at_the_glasses_and_what_the_wearer_says_shows_on_the_phone()
    {
        await pages.Browser.SeeAsync(
            "phone.settings",
            new JsonObject
            {
                ["volume"] = 64,
                ["localOnly"] = true,
                ["cloudConsent"] = true,
                ["cloudPrivacy"] = "sensitive",
                ["wakePhrase"] = "computer",
                ["cloudBudget"] = 5,
            });
        await pages.Browser.SeeAsync(
            "phone.settingsSeen", new JsonObject { ["volume"] = "64 %", ["cloud"] = "locked: nothing leaves the glasses" });
        var set = pages.State.GetProperty("settings");
        await pages.SayAsync(Fixtures.Path("speech/set-volume-thirty.wav"));
        var said = await pages.Browser.SeeAsync("phone.voice", new JsonObject { ["id"] = "volume-value", ["text"] = "30 %" });

        Assert.Equal(
            (64, true, true),
            (set.GetProperty("volume").GetInt32(), set.GetProperty("local_only").GetBoolean(),
                set.GetProperty("cloud_consent").GetBoolean()));
        Assert.Equal(5, set.GetProperty("cloud_budget").GetDecimal());
        Assert.Equal(("Sensitive", "computer"), (set.GetProperty("cloud_privacy").GetString(), set.GetProperty("wake_phrase").GetString()));
        Assert.Equal("SetVolume", said.GetProperty("facts").GetProperty("Understood").GetString());
        await pages.Browser.SeeAsync(
            "phone.settings", new JsonObject
            {
                ["localOnly"] = false,
                ["cloudConsent"] = false,
                ["cloudPrivacy"] = "normal",
                ["wakePhrase"] = "view glass",
                ["cloudBudget"] = "",
            });
        Assert.False(
            pages.State.GetProperty("settings").TryGetProperty("cloud_budget", out var left) && left.ValueKind != JsonValueKind.Null);
    }

    [SpokenFact]
    public async Task Names_from_the_phone_are_understood_and_calls_are_carried_out_by_the_phone()
    {
        await pages.Browser.SeeAsync(
            "phone.names", new JsonObject
            {
                ["contacts"] = new JsonArray("Veronica", "Benjamin"),
                ["playlists"] = new JsonArray("Sunday morning"),
            });
        await pages.Served.SaysAsync("Names of the phone can be said: 2 contacts, 1 playlists.");
        await pages.SynthesiseAsync("call veronica");

        var done = await pages.Browser.SeeAsync("phone.call", new JsonObject { ["answer"] = "Done" });
        var refused = await pages.Browser.SeeAsync("phone.call", new JsonObject { ["answer"] = "Cannot" });
        await pages.SynthesiseAsync("play my sunday morning playlist");
        var played = await pages.Browser.SeeAsync("glasses.turn");

        Assert.Equal(("Call Veronica", 0), (done.GetProperty("text").GetString(), done.GetProperty("left").GetInt32()));
        Assert.Contains("Veronica", done.GetProperty("turn").GetProperty("answer").GetString());
        Assert.Equal("playlist: Sunday morning", played.GetProperty("facts").GetProperty("Values").GetString());
        Assert.Contains("[phone-refused]", refused.GetProperty("turn").GetProperty("facts").GetProperty("Trouble").GetString());
    }

    [BrowserFact]
    public async Task A_notification_is_read_aloud_unless_the_wearer_is_not_to_be_disturbed()
    {
        var seen = await pages.Browser.SeeAsync(
            "phone.notifications", new JsonObject { ["quiet"] = "not now", ["loud"] = "dinner at eight" });

        Assert.Equal(["Ada: dinner at eight"], seen.GetProperty("shown").EnumerateArray().Select(text => text.GetString()));
    }

    [BrowserFact]
    public async Task A_setting_stays_as_it_was_touched_while_the_disk_keeps_it_and_goes_back_if_it_does_not()
    {
        var seen = await pages.Browser.SeeAsync("phone.touch");

        string Of(string step) => seen.GetProperty(step).ToString();
        Assert.Equal(
            ("{\"doNotDisturb\":false}", "{\"doNotDisturb\":false}", "full", "{\"doNotDisturb\":true}"),
            (Of("touched"), Of("firstKept"), Of("why"), Of("refused")));
    }

    [BrowserFact]
    public async Task Glasses_that_are_looked_for_make_themselves_heard()
    {
        var seen = await pages.Browser.SeeAsync("phone.find");

        Assert.Equal(("true", "false"), (seen.GetProperty("pressed").GetString(), seen.GetProperty("after").GetString()));
    }

    [BrowserFact]
    public async Task A_note_of_the_wearer_arrives()
    {
        await pages.Glasses.AskAsync("--text", "take a note buy oat milk");

        await pages.Browser.SeeAsync("phone.note", new JsonObject { ["text"] = "buy oat milk" });
    }

    [BrowserFact]
    public async Task A_phone_that_is_revoked_says_so_and_one_that_is_forgotten_keeps_nothing()
    {
        await pages.Browser.SeeAsync("phone.pair", new JsonObject { ["name"] = "second" });
        var listed = (await pages.Glasses.RunAsync("bonds", "list", "--state", pages.Glasses.State)).Output.TrimEnd().Split('\n');
        var second = listed.Single(line => line.EndsWith("  second", StringComparison.Ordinal)).Split(' ')[0];
        await pages.Glasses.RunAsync("bonds", "revoke", second, "--state", pages.Glasses.State);
        var revoked = await pages.Browser.SeeAsync("phone.revoked", new JsonObject { ["name"] = "second" }, mayComplain: true);
        var forgotten = await pages.Browser.SeeAsync("phone.forget", new JsonObject { ["name"] = "second" }, mayComplain: true);
        await pages.Browser.SeeAsync("phone.close", new JsonObject { ["name"] = "second" }, mayComplain: true);

        await pages.Browser.SeeAsync("phone.pair", new JsonObject { ["name"] = "third" });
        var third = await pages.Browser.SeeAsync("phone.forget", new JsonObject { ["name"] = "third" }, mayComplain: true);
        await pages.Browser.SeeAsync("phone.close", new JsonObject { ["name"] = "third" }, mayComplain: true);
        var left = await pages.Glasses.RunAsync("bonds", "list", "--state", pages.Glasses.State);

        Assert.Equal("not paired any more", revoked.GetProperty("link").GetString());
        Assert.Equal((0, 0), (forgotten.GetProperty("left").GetInt32(), third.GetProperty("left").GetInt32()));
        Assert.Equal(listed.Length - 1, left.Output.TrimEnd().Split('\n').Length);
        Assert.DoesNotContain(second, left.Output);
    }
}

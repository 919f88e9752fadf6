using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;

namespace EndToEnd.Tests.Pages;

[Collection(SharedPages.Name)]
public sealed class GlassesPageTests(SharedPages pages)
{
    [BrowserFact]
    public async Task What_is_said_to_the_page_is_answered_and_every_stage_is_drawn()
    {
        await pages.SayAsync(Fixtures.Path("speech/view-glass-what-time-is-it.wav"));

        var seen = await pages.Browser.SeeAsync("glasses.turn", new JsonObject { ["wake"] = true, ["shot"] = "glasses-answered" });

        Assert.StartsWith("It's ", seen.GetProperty("answer").GetString());
        Assert.Equal("GetTime", seen.GetProperty("facts").GetProperty("Understood").GetString());
        var stages = seen.GetProperty("stages").EnumerateArray().ToArray();
        Assert.Equal(["wake", "vad", "asr", "route", "tool", "speech"], stages.Select(row => row.GetProperty("stage").GetString()));
        Assert.All(stages, row => Assert.Matches(@"^\d+(\.\d+)? ms$", row.GetProperty("ms").GetString()));
        Assert.Contains("after the end of the sentence", seen.GetProperty("summary").GetString());
    }

    [BrowserFact]
    public async Task A_tap_and_a_wish_take_a_photo_with_the_webcam_under_the_light_and_the_phone_has_it_byte_for_byte()
    {
        await pages.SayAsync(Fixtures.Path("speech/take-a-photo.wav"));

        var seen = await pages.Browser.SeeAsync("glasses.photo");
        var file = Directory.GetFiles(pages.Media, "webcam-*.jpg").Order().Last();
        var arrived = await pages.Browser.SeeAsync(
            "phone.file", new JsonObject { ["name"] = Path.GetFileName(file), ["shot"] = "companion-photos" });

        Assert.Equal(["off", "on", "off"], seen.GetProperty("lights").EnumerateArray().Select(light => light.GetString()));
        Assert.Equal("TakePhoto", seen.GetProperty("facts").GetProperty("Understood").GetString());
        Assert.Equal(SharedPages.HashOf(File.ReadAllBytes(file)), arrived.GetProperty("sha256").GetString());
        Assert.Equal(seen.GetProperty("photo").GetProperty("width").GetInt32(), arrived.GetProperty("width").GetInt32());
    }

    [BrowserFact]
    public async Task Folded_glasses_say_that_they_hear_nothing()
    {
        var seen = await pages.Browser.SeeAsync("glasses.fold");

        Assert.Equal("Folded: the glasses hear nothing.", seen.GetProperty("mode").GetString());
    }

    [BrowserTheory]
    [InlineData("ended", "has ended")]
    [InlineData("muted", "is muted")]
    [InlineData("suspended", "paused")]
    public async Task A_microphone_that_dies_is_noticed_and_said_with_the_next_step(string how, string said)
    {
        await pages.SayAsync(Fixtures.Path("speech/take-a-photo.wav"));

        var seen = await pages.Browser.SeeAsync("glasses.dies", new JsonObject { ["how"] = how });
        await pages.Served.SaysAsync(line => line.StartsWith("The microphone of the page", StringComparison.Ordinal)
            && line.EndsWith($"[page-microphone-{how}]", StringComparison.Ordinal));

        Assert.Contains(said, seen.GetProperty("said").GetString());
        Assert.Contains("urn it on again", seen.GetProperty("said").GetString());
        Assert.Equal("false", seen.GetProperty("pressed").GetString());
    }

    [BrowserFact]
    public async Task A_page_of_another_origin_gets_nothing_but_a_link()
    {
        var seen = await pages.Browser.SeeAsync("strangers.otherOrigin", mayComplain: true);

        Assert.All(seen.GetProperty("tried").EnumerateObject(), tried => Assert.Equal("refused", tried.Value.GetString()));
        Assert.All(seen.GetProperty("refused").EnumerateArray(), status => Assert.Equal(403, status.GetInt32()));
        Assert.Equal(403, seen.GetProperty("framed").GetInt32());
        Assert.StartsWith("Companion", seen.GetProperty("linked").GetString());
    }

    [CertificateFact]
    public async Task A_device_that_installed_the_certificate_pairs_and_plays_the_glasses_over_https()
    {
        var root = pages.Served.Companion.GetLeftPart(UriPartial.Authority);

        var seen = await pages.Browser.SeeAsync("strangers.https", new JsonObject { ["root"] = root, ["glasses"] = pages.Served.Glasses });

        Assert.Equal("/install", seen.GetProperty("led").GetString());
        Assert.Equal(pages.Served.Fingerprint, seen.GetProperty("fingerprint").GetString());
        Assert.All(seen.GetProperty("works").EnumerateObject(), works => Assert.True(works.Value.GetBoolean(), works.Name));
        Assert.True(seen.GetProperty("hears").GetBoolean());
        var digits = seen.GetProperty("digits").EnumerateArray().Select(text => text.GetString()).ToArray();
        Assert.Equal(digits[0], digits[1]);
    }
}

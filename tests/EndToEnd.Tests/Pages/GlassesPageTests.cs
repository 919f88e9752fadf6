using TestKit;

namespace EndToEnd.Tests.Pages;

public sealed class GlassesPageTests
{
    [BrowserFact]
    public async Task What_is_said_to_the_page_is_answered_and_every_stage_is_drawn()
    {
        await using var served = await ServedGlasses.StartAsync(new Glasses());
        var spoken = await Wav.ReadAsync(Fixtures.Path("speech/view-glass-what-time-is-it.wav"));
        var wav = served.Glasses.Write("said.wav", Wav.Of([.. Signals.Noise(1.5, 0.001), .. spoken, .. Signals.Noise(10, 0.001)]));

        var seen = await Browser.SeeAsync("speak", served.Address, wav);
        var ended = await served.StopAsync();

        Assert.StartsWith("It's ", seen.GetProperty("answer").GetString());
        var stages = seen.GetProperty("stages").EnumerateArray().ToArray();
        Assert.Equal(["wake", "vad", "asr", "route", "tool", "speech"], stages.Select(row => row.GetProperty("stage").GetString()));
        Assert.All(stages, row => Assert.Matches(@"^\d+(\.\d+)? ms$", row.GetProperty("ms").GetString()));
        Assert.Contains("after the end of the sentence", seen.GetProperty("summary").GetString());
        Assert.Equal("12 %", seen.GetProperty("battery").GetString());
        Assert.True(seen.GetProperty("overflow").GetInt32() <= 0);
        Assert.Empty(seen.GetProperty("complaints").EnumerateArray());
        Assert.Equal(0, ended.Code);
        Assert.Contains("\"GetTime\"", ended.Output);
    }

    [BrowserFact]
    public async Task A_tap_and_a_wish_take_a_photo_with_the_webcam_under_the_light()
    {
        await using var served = await ServedGlasses.StartAsync(new Glasses());
        var spoken = await Wav.ReadAsync(Fixtures.Path("speech/take-a-photo.wav"));
        var wav = served.Glasses.Write("said.wav", Wav.Of([.. Signals.Noise(1, 0.001), .. spoken, .. Signals.Noise(2, 0.001)]));

        var seen = await Browser.SeeAsync("photo", served.Address, wav);

        Assert.True(seen.GetProperty("photo").GetProperty("width").GetInt32() > 0);
        Assert.Equal(["off", "on", "off"], seen.GetProperty("lights").EnumerateArray().Select(light => light.GetString()));
        Assert.Empty(seen.GetProperty("complaints").EnumerateArray());
        Assert.StartsWith("webcam-", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(served.Glasses.State, "media")))));
    }
}

using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests.Pages;

public sealed class CompanionPageTests
{
    [BrowserFact]
    public async Task A_phone_pairs_gets_the_photo_and_what_it_said_while_the_link_was_cut_is_done()
    {
        await using var served = await ServedGlasses.StartAsync(new Glasses());
        await using var proxy = new CuttingProxy(new Uri(served.Address).Port);
        var spoken = await Wav.ReadAsync(Fixtures.Path("speech/take-a-photo.wav"));
        var wav = served.Glasses.Write("said.wav", Wav.Of([.. Signals.Noise(1, 0.001), .. spoken, .. Signals.Noise(2, 0.001)]));

        var seen = await Browser.SeeAsync("pair", $"http://127.0.0.1:{proxy.Port}", wav, Asked);

        var digits = seen.GetProperty("digits").EnumerateArray().Select(text => text.GetString()).ToArray();
        Assert.Matches(@"^\d{3} \d{3}$", digits[0]);
        Assert.Equal(digits[0], digits[1]);
        Assert.True(seen.GetProperty("photo").GetProperty("width").GetInt32() > 0);
        Assert.True(seen.GetProperty("overflow").GetInt32() <= 0);
        var state = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(served.Glasses.State, "state.json"))).RootElement;
        Assert.Equal(77, state.GetProperty("settings").GetProperty("volume").GetInt32());

        void Asked(string what)
        {
            proxy.IsOpen = what != "cut";
            if (what == "cut") proxy.Cut();
        }
    }
}

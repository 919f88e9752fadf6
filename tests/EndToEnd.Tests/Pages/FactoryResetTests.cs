using System.Text.Json;
using System.Text.Json.Nodes;
using TestKit;

namespace EndToEnd.Tests.Pages;

/// <summary>Glasses that are given away, with a program and a browser of their own: at the end nothing of them is left.</summary>
public sealed class FactoryResetTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [SpokenFact]
    public async Task A_voice_and_a_phone_only_begin_a_reset_letting_go_keeps_everything_and_ten_seconds_erase_it()
    {
        await _glasses.AskAsync("--text", "take a note buy oat milk");
        await using var served = await ServedGlasses.StartAsync(_glasses);
        var here = $"http://127.0.0.1:{served.Companion.Port}";
        await using var browser = Browser.Start(here, here, await SayAsync("erase everything"), _glasses.Folder);

        var asked = await browser.SeeAsync("reset.forgetLast", new JsonObject { ["name"] = "first" }, mayComplain: true);
        var spoken = await browser.SeeAsync("glasses.turn");
        await browser.SeeAsync("phone.pair", new JsonObject { ["name"] = "second" });
        var begun = await browser.SeeAsync("reset.byPhone", new JsonObject { ["name"] = "second" });
        var letGo = await browser.SeeAsync("reset.letGo", new JsonObject { ["at"] = "7" });
        var kept = File.ReadAllText(Path.Combine(_glasses.State, "state.json"));
        var held = await browser.SeeAsync("reset.hold", mayComplain: true);
        var ended = await served.EndAsync();

        Assert.Contains("1 note is still on these glasses", asked.GetProperty("asked").GetString());
        Assert.Equal("FactoryReset", spoken.GetProperty("facts").GetProperty("Understood").GetString());
        Assert.Contains("hold the button for ten seconds", spoken.GetProperty("answer").GetString());
        Assert.Contains("hold the button for ten seconds", begun.GetProperty("shown").GetString());
        Assert.Equal(["Keep holding to erase everything. 10", "9", "8", "7", "Nothing was erased."], Texts(letGo, "counted"));
        Assert.Contains("buy oat milk", kept);
        Assert.Equal(["Keep holding to erase everything. 8", "7", "6", "5", "4", "3", "2", "1"], Texts(held, "counted"));
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Contains("Everything is erased.", ended.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_glasses.State));
    }

    private static IEnumerable<string?> Texts(JsonElement seen, string name) =>
        seen.GetProperty(name).EnumerateArray().Select(text => text.GetString());

    // Quiet in front: the browser plays the recording from when it opens the microphone, and the page listens a moment later.
    private async Task<string> SayAsync(string words)
    {
        var spoken = await Wav.ReadAsync(await Wav.SynthesiseAsync(words, _glasses.Folder));
        return _glasses.Write("said.wav", Wav.Of([.. Signals.Noise(1.5, 0.001), .. spoken, .. Signals.Noise(3, 0.001)]));
    }
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using EndToEnd.Tests.Pages;

namespace EndToEnd.Tests;

/// <summary>What stands in <c>settings.yaml</c> counts in the real program.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task What_is_set_for_the_router_stands_in_the_trace_of_a_turn()
    {
        Set("routing: { hedge_confidence: 0.42, price_ceiling: 0.07 }\ncloud: { gateway: \"https://127.0.0.1:1\" }\n");
        _glasses.Environment["EDGE_RUNTIME_CLOUD_KEY"] = "key";

        await _glasses.AskAsync("--text", "what time is it", "--trace", Path.Combine(_glasses.Folder, "turn.json"));

        var trace = await File.ReadAllTextAsync(Path.Combine(_glasses.Folder, "turn.json"));
        Assert.Contains("0.42", trace);
        Assert.Contains("70000000", trace);
    }

    [Fact]
    public async Task A_context_and_surroundings_that_are_set_are_understood()
    {
        var context = _glasses.Write("house.yaml", """
            language: en
            intents:
              HassTurnOn:
                data:
                  - sentences: ["open the hatch"]
                    requires_context:
                      area: Kitchen
            """);
        Set($"context:\n  file: {context}\n  surroundings: {{ area: Kitchen }}\n");

        var inside = await _glasses.AskAsync("--text", "open the hatch");
        var outside = await _glasses.AskAsync("--text", "open the hatch", "--surroundings", "area=Garden");

        Assert.Equal("HassTurnOn", inside.Json.GetProperty("intent").GetString());
        Assert.NotEqual("HassTurnOn", outside.Json.GetProperty("intent").GetString());
    }

    [Fact]
    public async Task The_wake_phrase_is_the_command_lines_then_the_phones_then_the_settings()
    {
        var silence = _glasses.Write("silence.wav", Wav.Of(new float[16_000]));
        Set("wake: { phrases: [jarvis, computer] }");

        var set = await RunAsync(silence);
        var given = await RunAsync(silence, "--wake", "smart mirror");
        await File.WriteAllTextAsync(
            Path.Combine(_glasses.State, "state.json"), """{"version":1,"settings":{"wake_phrase":"view glass"}}""");
        var chosen = await RunAsync(silence);
        var shown = await _glasses.RunAsync("settings", "show", "--state", _glasses.State);

        Assert.Contains("Listening for \"jarvis\", \"computer\"", set.Error);
        Assert.Contains("Listening for \"smart mirror\"", given.Error);
        Assert.Contains("Listening for \"view glass\"", chosen.Error);
        Assert.Matches("wake.phrases +view glass +the phone", shown.Output);
    }

    [Fact]
    public async Task A_microphone_and_a_cloud_that_are_set_are_used()
    {
        Set("microphone: { command: \"exit 3\", first_pause: 10 ms, most_starts: 1 }\ncloud: { gateway: \"https://gateway.example\" }\n");

        var ended = await _glasses.RunAsync("run", "--state", _glasses.State, "--cloud", "off");
        var asked = await _glasses.RunAsync("ask", "--text", "what time is it", "--json", "--state", _glasses.State);

        Assert.Equal(6, ended.Code);
        Assert.Contains("The microphone program (exit) stopped", ended.Error);
        Assert.Contains("cloud-key-missing", asked.Output);
    }

    [Fact]
    public async Task Glasses_that_are_a_page_are_served_and_no_microphone_of_this_machine_is_opened()
    {
        Set("hardware: { kind: page }\npages: { address: \"127.0.0.1:0\" }\nmicrophone: { command: \"touch opened\" }\n");
        await using var served = await ServedGlasses.StartAsSetAsync(_glasses);

        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(served.Glasses);
        var ended = await served.StopAsync();

        Assert.Contains("<title>", page);
        Assert.Equal(0, ended.Code);
        Assert.False(File.Exists(Path.Combine(_glasses.Folder, "opened")));
    }

    [Theory]
    [InlineData("ask", "--text", "what time is it")]
    [InlineData("run", "--wav", "-")]
    [InlineData("pair")]
    [InlineData("cloud", "flush")]
    [InlineData("settings", "show")]
    [InlineData("settings", "check")]
    public async Task A_broken_file_is_one_sentence_and_bad_input(params string[] command)
    {
        var file = Set("turn:\n  tool_dedline: 4 s\n");

        var ended = await _glasses.RunAsync([.. command, "--state", _glasses.State]);

        Assert.Equal(2, ended.Code);
        Assert.Contains($"{file}, line 2: there is no setting turn.tool_dedline. [settings-unknown]", ended.Error);
        Assert.Contains("Did you mean turn.tool_deadline", ended.Error);
    }

    [Fact]
    public async Task A_broken_file_keeps_nobody_from_locking_the_cloud_and_is_what_doctor_says()
    {
        Set("turn: { grace: soon }");

        var locked = await _glasses.RunAsync("cloud", "lock", "on", "--state", _glasses.State);
        var doctor = await _glasses.RunAsync("doctor", "--json", "--state", _glasses.State);
        var asked = await _glasses.AskAsync("--text", "what time is it");

        Assert.Equal(0, locked.Code);
        Assert.Equal(1, doctor.Code);
        Assert.Contains("turn.grace is", doctor.Output);
        Assert.Equal("settings-invalid", asked.ErrorCode);
    }

    [Fact]
    public async Task Show_tells_every_value_and_where_it_comes_from()
    {
        var file = Set("turn: { grace: 100 ms }");

        var shown = await _glasses.RunAsync("settings", "show", "--json", "--state", _glasses.State);
        var brief = await _glasses.RunAsync("settings", "show", "--state", _glasses.State);

        var grace = JsonDocument.Parse(shown.Output).RootElement.GetProperty("turn.grace");
        Assert.Equal(("100 ms", $"{file}, line 1"), (grace.GetProperty("value").GetString(), grace.GetProperty("source").GetString()));
        Assert.Equal("built in", JsonDocument.Parse(shown.Output).RootElement.GetProperty("ring.for").GetProperty("source").GetString());
        Assert.Matches($"(?m)^turn\\.grace +100 ms +{Regex.Escape(file)}, line 1$", brief.Output);
    }

    [Fact]
    public async Task Show_tells_what_the_environment_sets_over_a_file()
    {
        Set("log: { level: error }");
        _glasses.Environment["EDGE_RUNTIME_LOG"] = "debug";

        var shown = await _glasses.RunAsync("settings", "show", "--state", _glasses.State);

        Assert.Matches("(?m)^log\\.level +debug +EDGE_RUNTIME_LOG$", shown.Output);
    }

    [Fact]
    public async Task A_file_is_tried_over_the_defaults_that_it_will_stand_on()
    {
        var copy = Path.Combine(_glasses.Folder, "program");
        string[] all = [AppContext.BaseDirectory, "-mindepth", "1", "-maxdepth", "1", "!", "-name", "scratch"];
        Directory.CreateDirectory(copy);
        Process.Start("find", [.. all, "-exec", "cp", "-al", "-t", copy, "{}", "+"]).WaitForExit();
        await File.WriteAllTextAsync(Path.Combine(copy, "settings-defaults.yaml"), "routing: { low_battery: 10 }");
        using var bundle = new Glasses { Program = Path.Combine(copy, "edge-runtime") };

        var tried = await bundle.RunAsync("settings", "check", bundle.Write("mine.yaml", "routing: { critical_battery: 12 }"));

        Assert.Equal(2, tried.Code);
        Assert.Contains("must not be above routing.low_battery", tried.Error);
    }

    [Fact]
    public async Task A_reset_takes_the_settings_with_everything_else()
    {
        var file = Set("turn: { grace: 100 ms }");

        await _glasses.RunAsync("reset", "--yes", "--state", _glasses.State);

        Assert.False(File.Exists(file));
    }

    private string Set(string yaml)
    {
        Directory.CreateDirectory(_glasses.State);
        var path = Path.Combine(_glasses.State, "settings.yaml");
        File.WriteAllText(path, yaml);
        return path;
    }

    private Task<Glasses.Ended> RunAsync(string wav, params string[] more) =>
        _glasses.RunAsync(["run", "--wav", wav, "--speed", "0", "--state", _glasses.State, .. more]);
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

public sealed class RunTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task A_wake_phrase_wakes_and_what_follows_is_done()
    {
        var spoken = await Wav.ReadAsync(Fixtures.Path("speech/view-glass-what-time-is-it.wav"));
        var path = _glasses.Write("room.wav", Wav.Of([.. Signals.Noise(1.5, 0.001), .. spoken, .. Signals.Noise(2, 0.001)]));

        var ended = await _glasses.RunAsync("run", "--wav", path, "--speed", "0", "--json", "--state", _glasses.State);

        Assert.Equal(0, ended.Code);
        var turn = JsonDocument.Parse(Assert.Single(ended.Output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal("GetTime", turn.GetProperty("intent").GetString());
        Assert.Contains("1 turn, 0 cancelled, 0 dropped, 0 wake phrases not confirmed.", ended.Error);
    }

    [Fact]
    public async Task The_log_tells_of_a_turn_by_its_id_and_not_by_its_words()
    {
        var spoken = await Wav.ReadAsync(Fixtures.Path("speech/view-glass-what-time-is-it.wav"));
        var path = _glasses.Write("room.wav", Wav.Of([.. Signals.Noise(1.5, 0.001), .. spoken, .. Signals.Noise(2, 0.001)]));

        var ended = await _glasses.RunAsync("run", "--wav", path, "--speed", "0", "--json", "--state", _glasses.State);
        var failed = await _glasses.AskAsync("--text", "call quackenbush about xylophones", "--cloud", "http://127.0.0.1:9");

        var log = await File.ReadAllTextAsync(Path.Combine(_glasses.State, "log", "edge-runtime.log"));
        Assert.Equal(0, ended.Code);
        Assert.Matches(@"Z information 7201 The service began, version \d", log);
        Assert.Matches(@"Z information 7003 Turn [0-9a-f]{32} ended after \d+ ms: local, error none, warning none", log);
        Assert.Matches(@"Z information 7202 The service ended: 1 turns, 0 cancelled", log);
        Assert.NotEqual(0, failed.Code);
        var code = JsonDocument.Parse(failed.Output).RootElement.GetProperty("error").GetProperty("code").GetString();
        Assert.Matches($"7003 Turn [0-9a-f]{{32}} ended after \\d+ ms: [a-z]+, error {code},", log);
        string[] words = ["view", "glass", "what time", "is it", "quackenbush", "xylophones", "call"];
        Assert.All(words, word => Assert.DoesNotContain(word, log, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Speech_without_a_wake_phrase_is_not_listened_to()
    {
        var spoken = await Wav.ReadAsync(Fixtures.Path("speech/set-volume-thirty.wav"));
        var path = _glasses.Write("room.wav", Wav.Of([.. Signals.Noise(1.5, 0.001), .. spoken, .. Signals.Noise(2, 0.001)]));

        var ended = await _glasses.RunAsync("run", "--wav", path, "--speed", "0", "--json", "--state", _glasses.State);

        Assert.Equal(0, ended.Code);
        Assert.Empty(ended.Output);
    }

    [Fact]
    public async Task Things_in_the_place_of_stored_files_are_named_put_aside_and_stop_nothing()
    {
        Directory.CreateDirectory(Path.Combine(_glasses.State, "bonds.json"));
        Directory.CreateDirectory(Path.Combine(_glasses.State, "cloud.json"));
        Directory.CreateDirectory(Path.Combine(_glasses.State, "queue", "folder"));
        File.WriteAllText(Path.Combine(_glasses.State, "queue", "202611251000000000000-bad.json"), "garbage");
        File.WriteAllText(Path.Combine(_glasses.State, "phones"), "garbage");
        using (var pipe = Process.Start("mkfifo", [Path.Combine(_glasses.State, "state.json")])) await pipe.WaitForExitAsync();
        var path = _glasses.Write("quiet.wav", Wav.Of(Signals.Noise(3, 0.001)));

        var doctor = await _glasses.RunAsync("doctor", "--state", _glasses.State);
        var ended = await _glasses.RunAsync("run", "--wav", path, "--speed", "1", "--mqtt", "127.0.0.1:0", "--state", _glasses.State);

        Assert.Equal(0, ended.Code);
        string[] codes = ["state-damaged", "bonds-damaged", "cloud-account-damaged", "queue-damaged", "state-misplaced"];
        Assert.All(codes, code => Assert.Contains($"[{code}]", ended.Error));
        string[] places = ["state.json", "bonds.json", "cloud.json", "phones", "queue/folder"];
        Assert.All(places, place => Assert.Contains(Path.Combine(_glasses.State, place), ended.Error));
        string[] copies = ["state.damaged-", "bonds.damaged-", "phones.damaged-"];
        Assert.All(
            copies,
            copy => Assert.Contains(Directory.GetFileSystemEntries(_glasses.State), entry => Path.GetFileName(entry).StartsWith(copy)));
        string[] checks = ["state", "phones", "cloud", "waiting"];
        Assert.All(checks, check => Assert.Contains($"warn {check}: {_glasses.State}/", doctor.Output));
    }

    [Fact]
    public async Task A_timer_that_ended_while_nothing_ran_is_announced_at_the_start()
    {
        await _glasses.AskAsync("--text", "set a timer for one second");
        var path = _glasses.Write("quiet.wav", Wav.Of(Signals.Noise(3, 0.001)));

        var ended = await _glasses.RunAsync("run", "--wav", path, "--speed", "1", "--state", _glasses.State);

        Assert.Equal(0, ended.Code);
        Assert.Contains("timer", ended.Output);
    }

    [Fact]
    public async Task What_rings_or_was_missed_stands_in_the_json()
    {
        await _glasses.AskAsync("--text", "set a timer for one second");
        var path = _glasses.Write("quiet.wav", Wav.Of(Signals.Noise(3, 0.001)));

        var ended = await _glasses.RunAsync("run", "--wav", path, "--speed", "1", "--json", "--state", _glasses.State);

        var ring = JsonDocument.Parse(ended.Output.Split('\n')[0]).RootElement;
        Assert.Contains(ring.GetProperty("event").GetString(), (string[])["missed", "ring"]); // a slow start misses it, a fast one hears it
        Assert.Equal("timer", ring.GetProperty("kind").GetString());
        Assert.Contains("1 second timer", ring.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_second_service_on_one_state_is_refused_and_a_killed_one_is_no_hindrance()
    {
        using var first = _glasses.Start("run", "--mic", Glasses.SilentRoom, "--json", "--state", _glasses.State);
        Assert.Contains("Listening", await first.StandardError.ReadLineAsync());
        var quiet = _glasses.Write("quiet.wav", Wav.Of(Signals.Noise(1, 0.001)));

        var second = await _glasses.RunAsync("run", "--wav", quiet, "--speed", "0", "--json", "--state", _glasses.State);
        first.Kill();
        await first.WaitForExitAsync();
        var third = await _glasses.RunAsync("run", "--wav", quiet, "--speed", "0", "--json", "--state", _glasses.State);

        Assert.Equal((2, "run-already"), (second.Code, second.ErrorCode));
        Assert.Equal(0, third.Code);
    }

    [Theory]
    [InlineData("-TERM")]
    [InlineData("-HUP")]
    public async Task A_signal_ends_the_service_in_order(string signal)
    {
        using var process = _glasses.Start(
            "run", "--mic", $"echo $$ > recorder; {Glasses.SilentRoom}", "--json", "--state", _glasses.State);
        var output = process.StandardOutput.ReadToEndAsync();
        Assert.Contains("Listening", await process.StandardError.ReadLineAsync());

        Process.Start("kill", [signal, $"{process.Id}"]).WaitForExit();
        var rest = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("Stopped.", rest);
        Assert.Contains("0 turns", rest);
        Assert.Empty(await output);
        Assert.False(
            Directory.Exists($"/proc/{(await File.ReadAllTextAsync(Path.Combine(_glasses.Folder, "recorder"))).Trim()}/fd"),
            "the recorder still runs");
    }

    [Fact]
    public async Task A_signal_before_the_service_listens_ends_it_in_order_too()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var process = _glasses.Start(
            "run", "--mic", Glasses.SilentRoom, "--json", "--mqtt", $"mqtt://{silent.LocalEndpoint}", "--state", _glasses.State);
        using var broker = await silent.AcceptTcpClientAsync(); // which never answers, so that the start waits

        Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        var rest = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((0, "Stopped."), (process.ExitCode, rest.Trim()));
    }

    [Fact]
    public async Task A_microphone_program_that_ends_at_once_is_started_again_and_then_ends_the_service_with_a_code_of_its_own()
    {
        var ended = await _glasses.RunAsync("run", "--mic", "echo .; echo . >> starts", "--json", "--state", _glasses.State);

        Assert.Equal((6, "microphone-ended"), (ended.Code, ended.ErrorCode));
        Assert.Equal(5, File.ReadAllLines(Path.Combine(_glasses.Folder, "starts")).Length);
        Assert.Contains("It is started again.", ended.Error);
    }

    [Fact]
    public async Task A_missing_microphone_program_is_named()
    {
        var ended = await _glasses.RunAsync("run", "--mic", "no-such-recorder", "--json", "--state", _glasses.State);

        Assert.Equal((1, "microphone-missing"), (ended.Code, ended.ErrorCode));
    }

    [Theory]
    [InlineData("--http", "http-port-taken")]
    [InlineData("--mqtt", "mqtt-port-taken")]
    public async Task An_address_that_another_program_has_is_bad_input(string option, string code)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var ended = await _glasses.RunAsync(
            "run", "--mic", Glasses.SilentRoom, option, $"{other.LocalEndpoint}", "--json", "--state", _glasses.State);

        Assert.Equal((2, code), (ended.Code, ended.ErrorCode));
    }
}

using System.Diagnostics;
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
        Assert.Contains("1 turns", ended.Error);
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
    public async Task A_timer_that_ended_while_nothing_ran_is_announced_at_the_start()
    {
        await _glasses.AskAsync("--text", "set a timer for one second");
        var path = _glasses.Write("quiet.wav", Wav.Of(Signals.Noise(3, 0.001)));

        var ended = await _glasses.RunAsync("run", "--wav", path, "--speed", "1", "--state", _glasses.State);

        Assert.Equal(0, ended.Code);
        Assert.Contains("timer", ended.Output);
    }

    [Fact]
    public async Task A_signal_ends_the_service_in_order()
    {
        using var process = _glasses.Start("run", "--mic", "cat /dev/zero", "--json", "--state", _glasses.State);
        var output = process.StandardOutput.ReadToEndAsync();
        Assert.Contains("Listening", await process.StandardError.ReadLineAsync());

        Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        var rest = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("Stopped.", rest);
        Assert.Contains("0 turns", rest);
        Assert.Empty(await output);
    }

    [Fact]
    public async Task A_missing_microphone_program_is_named()
    {
        var ended = await _glasses.RunAsync("run", "--mic", "no-such-recorder", "--json", "--state", _glasses.State);

        Assert.Equal((1, "microphone-missing"), (ended.Code, ended.ErrorCode));
    }
}

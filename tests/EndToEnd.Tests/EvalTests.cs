using System.Text.Json;
using System.Xml.Linq;
using TestKit;

namespace EndToEnd.Tests;

public sealed class EvalTests : IDisposable
{
    private static readonly string[] Commands =
    [
        "set-volume-thirty.wav", "set-timer-ten-minutes.wav", "take-a-photo.wav", "view-glass-what-time-is-it.wav", "other-speech.wav",
    ];

    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task Commands_of_a_table_are_counted()
    {
        var ended = await EvaluateAsync("--jobs", "2");

        Assert.Equal(0, ended.Code);
        Assert.Equal(4, ended.Json.GetProperty("n").GetInt32());
        Assert.Equal(1, ended.Json.GetProperty("failed").GetInt32());
        Assert.Equal(Math.Round(2 / 3.0, 5), ended.Json.GetProperty("whole_command_accuracy").GetDouble());
        Assert.Equal(1, ended.Json.GetProperty("slot_accuracy").GetDouble());
        Assert.Equal(0, ended.Json.GetProperty("false_accept_rate").GetDouble());
        Assert.True(ended.Json.GetProperty("rtf").GetDouble() > 0);
        Assert.True(ended.Json.GetProperty("latency_ms").GetProperty("p95").GetDouble() > 0);
        foreach (var key in (string[])["wrong_accept_rate", "rejection_rate", "asked_rate", "confusions"])
        {
            Assert.True(
            ended.Json.TryGetProperty(key, out _), key);
        }
    }

    [Fact]
    public async Task The_same_noise_gives_the_same_figures()
    {
        var noise = _glasses.Write("noise.wav", Wav.Of(Signals.Noise(5, 0.1)));

        var first = await EvaluateAsync("--noise", noise, "--snr-db", "3");
        var second = await EvaluateAsync("--noise", noise, "--snr-db", "3", "--jobs", "2");

        foreach (var key in (string[])["whole_command_accuracy", "slot_accuracy", "false_accept_rate", "rejection_rate"])
        {
            Assert.Equal(first.Json.GetProperty(key).GetRawText(), second.Json.GetProperty(key).GetRawText());
        }
    }

    [Fact]
    public async Task Wake_phrases_are_measured_with_a_plot()
    {
        var plot = Path.Combine(_glasses.Folder, "wake.svg");

        var ended = await _glasses.RunAsync(
            "eval", "wake", "--phrase", "view glass", "--positives", Folder("with", "view-glass-what-time-is-it.wav"),
            "--negatives", Folder("without", "other-speech.wav", "set-timer-ten-minutes.wav"), "--plot", plot, "--json");

        Assert.Equal(0, ended.Code);
        Assert.Equal(
            [0.1, 0.5, 1, 10],
            ended.Json.GetProperty("miss_rate").EnumerateArray().Select(point => point.GetProperty("allowed_per_hour").GetDouble()));
        Assert.All(
            ended.Json.GetProperty("miss_rate").EnumerateArray(), point => Assert.Equal(0, point.GetProperty("miss_rate").GetDouble()));
        Assert.Equal("svg", XDocument.Load(plot).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Voice_activity_is_measured_with_a_plot()
    {
        var noise = Directory.CreateDirectory(Path.Combine(_glasses.Folder, "noise")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(noise, "white.wav"), Wav.Of(Signals.Noise(5, 0.1)));
        var plot = Path.Combine(_glasses.Folder, "vad.svg");

        var ended = await _glasses.RunAsync(
            "eval", "vad", "--speech", Folder("speech", Commands), "--noise", noise, "--snr-db", "10", "--plot", plot, "--json");

        Assert.Equal(0, ended.Code);
        Assert.InRange(ended.Json.GetProperty("frame_auc").GetDouble(), 0.9, 1);
        Assert.Equal("svg", XDocument.Load(plot).Root!.Name.LocalName);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_named_with_its_line()
    {
        var table = _glasses.Write("bad.tsv", "file\tintent\tslots\na.wav\tX\t{oops\n");

        var ended = await _glasses.RunAsync("eval", "commands", "--context", Context(), "--manifest", table, "--json");

        Assert.Equal((2, "manifest-slots-not-json"), (ended.Code, ended.ErrorCode));
        Assert.Equal(2, ended.Json.GetProperty("error").GetProperty("line").GetInt32());
    }

    private Task<Glasses.Ended> EvaluateAsync(params string[] options)
    {
        var table = _glasses.Write(
            "commands.tsv",
            "file\tintent\tslots\n"
            + Fixtures.Path("speech/set-volume-thirty.wav") + "\tSetVolume\t{\"percent\": 30}\n"
            + Fixtures.Path("speech/set-timer-ten-minutes.wav") + "\tSetTimer\t{\"duration\": 600}\n"
            + "gone.wav\tSetVolume\t\n"
            + Fixtures.Path("speech/other-speech.wav") + "\t\t\n");
        return _glasses.RunAsync(["eval", "commands", "--context", Context(), "--manifest", table, "--json", .. options]);
    }

    private string Context() => _glasses.Write(
        "room.yaml",
        """
        language: en
        intents:
          SetVolume:
            data:
              - sentences: ["set the volume to {percent}"]
          SetTimer:
            data:
              - sentences: ["set a timer for {duration}"]
        lists:
          percent:
            range: { from: 0, to: 100, type: percentage }
          duration:
            type: duration
        """);

    private string Folder(string name, params string[] recordings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_glasses.Folder, name)).FullName;
        foreach (var recording in recordings) File.Copy(Fixtures.Path($"speech/{recording}"), Path.Combine(folder, recording));
        return folder;
    }
}

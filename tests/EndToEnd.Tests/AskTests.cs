using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

public sealed class AskTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task A_spoken_command_is_understood_carried_out_and_answered()
    {
        var ended = await _glasses.AskAsync(Fixtures.Path("speech/set-volume-thirty.wav"));

        Assert.Equal(0, ended.Code);
        Assert.Equal(
            ["intent", "slots", "confidence", "route", "reasons", "answer", "error", "timings_ms"],
            ended.Json.EnumerateObject().Select(property => property.Name));
        Assert.Equal("SetVolume", ended.Json.GetProperty("intent").GetString());
        Assert.Equal(30, ended.Json.GetProperty("slots").GetProperty("percent").GetDouble());
        Assert.Equal("local", ended.Json.GetProperty("route").GetString());
        Assert.InRange(ended.Json.GetProperty("confidence").GetDouble(), 0.5, 1);
        Assert.Contains("30 percent", ended.Json.GetProperty("answer").GetString());
        Assert.Superset(
            new HashSet<string> { "start", "asr", "route", "tool", "speech" },
            ended.Json.GetProperty("timings_ms").EnumerateObject().Select(stage => stage.Name).ToHashSet());
        Assert.Empty(ended.Error);
    }

    [Fact]
    public async Task A_wake_phrase_in_front_is_taken_off()
    {
        var ended = await _glasses.AskAsync(Fixtures.Path("speech/view-glass-what-time-is-it.wav"));

        Assert.Equal((0, "GetTime"), (ended.Code, ended.Json.GetProperty("intent").GetString()));
    }

    [Fact]
    public async Task A_pipe_is_as_good_as_a_file()
    {
        var wav = await File.ReadAllBytesAsync(Fixtures.Path("speech/set-timer-ten-minutes.wav"));

        var ended = await _glasses.RunAsync(["ask", "-", "--json", "--state", _glasses.State], input => input.WriteAsync(wav).AsTask());

        Assert.Equal((0, "SetTimer"), (ended.Code, ended.Json.GetProperty("intent").GetString()));
        Assert.Equal(600, ended.Json.GetProperty("slots").GetProperty("duration").GetDouble());
    }

    [Theory]
    [InlineData("set the volume to 30 percent")]
    [InlineData("View Glass, please set the volume to thirty percent!")]
    public async Task A_typed_wish_means_the_same_in_digits_and_words(string text)
    {
        var ended = await _glasses.AskAsync("--text", text);

        Assert.Equal((0, "SetVolume"), (ended.Code, ended.Json.GetProperty("intent").GetString()));
        Assert.Equal(30, ended.Json.GetProperty("slots").GetProperty("percent").GetDouble());
    }

    [Fact]
    public async Task What_was_set_is_still_set_in_the_next_process()
    {
        await _glasses.AskAsync("--text", "set the volume to 35 percent");

        var ended = await _glasses.AskAsync("--text", "what is the volume");

        Assert.Contains("35 percent", ended.Json.GetProperty("answer").GetString());
    }

    [Fact]
    public async Task A_question_of_the_glasses_is_answered_by_the_next_process()
    {
        var asked = await _glasses.AskAsync("--text", "set an alarm");
        var answered = await _glasses.AskAsync("--text", "eight am tomorrow");
        var again = await _glasses.AskAsync("--text", "eight am tomorrow");

        Assert.Equal((5, "answer-needed"), (asked.Code, asked.ErrorCode));
        Assert.Equal("For when?", asked.Json.GetProperty("answer").GetString());
        Assert.Equal((0, "Alarm set tomorrow at 8 AM."), (answered.Code, answered.Json.GetProperty("answer").GetString()));
        Assert.Equal((3, "cloud-absent"), (again.Code, again.ErrorCode)); // nothing is open any more, and alone it is no wish
    }

    [Fact]
    public async Task What_needs_the_cloud_says_so()
    {
        var ended = await _glasses.AskAsync(Fixtures.Path("speech/translate-this-to-french.wav"));

        Assert.Equal(3, ended.Code);
        Assert.Equal("cloud", ended.Json.GetProperty("route").GetString());
        Assert.Equal("cloud-absent", ended.ErrorCode);
        Assert.Contains("task-needs-cloud", ended.Json.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));
    }

    [Fact]
    public async Task Silence_is_told_apart_from_speech()
    {
        var path = _glasses.Write("silence.wav", Wav.Of(Signals.Silence(2)));

        var ended = await _glasses.AskAsync(path);

        Assert.Equal((4, "asr-no-speech"), (ended.Code, ended.ErrorCode));
    }

    [Fact]
    public async Task Speech_outside_the_context_is_rejected_not_guessed()
    {
        var context = _glasses.Write(
            "lamp.yaml", "language: en\nintents:\n  LampOn:\n    data:\n      - sentences: [\"turn on the lamp\", \"lamp on\"]\n");

        var ended = await _glasses.AskAsync(Fixtures.Path("speech/other-speech.wav"), "--context", context);

        Assert.Equal((4, "asr-not-understood"), (ended.Code, ended.ErrorCode));
        Assert.Equal(JsonValueKind.Null, ended.Json.GetProperty("intent").ValueKind);
    }

    [Fact]
    public async Task A_command_inside_a_long_recording_is_found()
    {
        var speech = await Wav.ReadAsync(Fixtures.Path("speech/set-timer-ten-minutes.wav"));
        var path = _glasses.Write("long.wav", Wav.Of([.. Signals.Noise(20, 0.002), .. speech, .. Signals.Noise(20, 0.002)]));

        var ended = await _glasses.AskAsync(path);

        Assert.Equal((0, "SetTimer"), (ended.Code, ended.Json.GetProperty("intent").GetString()));
    }

    [Fact]
    public async Task Clipped_sound_is_no_error()
    {
        var speech = await Wav.ReadAsync(Fixtures.Path("speech/set-volume-thirty.wav"));
        var path = _glasses.Write("clipped.wav", Wav.Of([.. speech.Select(sample => Math.Clamp(4 * sample, -1, 1))]));

        var ended = await _glasses.AskAsync(path);

        Assert.Equal((0, "SetVolume"), (ended.Code, ended.Json.GetProperty("intent").GetString()));
    }

    [Fact]
    public async Task The_trace_holds_a_start_and_an_end_of_every_stage()
    {
        var path = Path.Combine(_glasses.Folder, "turn.json");

        await _glasses.AskAsync("--text", "take a photo", "--trace", path);

        using var trace = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        Assert.Equal(
            ["start start", "start end", "intent start", "intent end", "route start", "route end", "tool start", "tool end", "speech start",
                "speech end"],
            trace.RootElement.GetProperty("events").EnumerateArray()
                .Select(step => $"{step.GetProperty("stage").GetString()} {step.GetProperty("kind").GetString()}"));
        Assert.Equal("TakePhoto", trace.RootElement.GetProperty("result").GetProperty("intent").GetString());
    }

    [VoiceFact]
    public async Task The_answer_can_be_spoken_into_a_file()
    {
        var path = Path.Combine(_glasses.Folder, "answer.wav");

        var ended = await _glasses.AskAsync("--text", "set the volume to 20 percent", "--out", path);

        Assert.Equal(0, ended.Code);
        Assert.True((await Wav.ReadAsync(path)).Length > 16_000 / 2);
    }

    [Fact]
    public async Task Without_json_a_person_can_read_the_answer()
    {
        var ended = await _glasses.RunAsync("ask", "--text", "translate this to french", "--state", _glasses.State);

        Assert.Equal(3, ended.Code);
        Assert.StartsWith("Translating needs the cloud", ended.Output);
        Assert.Contains("[cloud-absent]", ended.Error);
    }
}

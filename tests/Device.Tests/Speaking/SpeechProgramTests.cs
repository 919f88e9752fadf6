using Device.Tests.Bridge;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Speaking;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Speaking;

public sealed class SpeechProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramFact("flite")]
    public async Task SayAsync_Flite_WritesBothSentences() => await AssertSpeaksAsync("flite");

    [ProgramFact("espeak-ng")]
    public async Task SayAsync_EspeakNg_WritesBothSentences() => await AssertSpeaksAsync("espeak-ng");

    [ProgramFact("flite")]
    public async Task SayAsync_SentenceThatLooksLikeAnOption_IsSpoken()
    {
        var output = new GatedOutput(open: true);

        var said = await new SpeechProgram(Voice("flite"), output, TimeProvider.System)
            .SayAsync(["--help", "$(reboot); 'x\""], CancellationToken.None);

        Assert.Null(said.Failure);
        Assert.Equal(2, output.Taken.Count);
    }

    [ProgramFact("flite")]
    public async Task SayAsync_FirstSentenceBeingHeard_TheSecondIsMade()
    {
        var log = _folder["log"];
        var voice = new SpeechVoice("flite", Script.Write(_folder, "voice", $"echo \"$4\" >> '{log}'; exec flite \"$@\""));
        var output = new GatedOutput(open: false);

        var saying = new SpeechProgram(voice, output, TimeProvider.System).SayAsync(["One.", "Two."], CancellationToken.None).AsTask();
        await output.FirstArrived.Task;
        while (!File.ReadAllText(log).Contains("Two."))
        {
            await Task.Yield();
        }

        Assert.False(saying.IsCompleted);
        output.Gate.SetResult();
        Assert.Null((await saying).Failure);
        Assert.Equal(2, output.Taken.Count);
    }

    [Fact]
    public async Task SayAsync_Cancelled_KillsTheProgram()
    {
        var pid = _folder["pid"];
        var voice = new SpeechVoice(
            "flite", Script.Write(_folder, "voice", $"echo $$ > '{pid}.new'; mv '{pid}.new' '{pid}'; exec cat /dev/zero"));
        using var cancel = new CancellationTokenSource();

        var saying = new SpeechProgram(voice, new GatedOutput(open: true), TimeProvider.System).SayAsync(["One."], cancel.Token).AsTask();
        while (!File.Exists(pid) && !saying.IsCompleted)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saying);
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(pid).Trim()}/fd"));
    }

    [Theory]
    [InlineData("echo 'no voice' >&2; exit 1", "speech-failed")]
    [InlineData("echo nonsense", "speech-unreadable")]
    [InlineData("cat /dev/zero", "program-output-too-long")]
    public async Task SayAsync_ProgramMisbehaves_FailsWithAName(string body, string code)
    {
        var voice = new SpeechVoice("flite", Script.Write(_folder, "voice", body));
        using var output = WavFileOutput.Create(_folder["answer.wav"]).Value!;

        var said = await new SpeechProgram(voice, output, TimeProvider.System).SayAsync(["One."], CancellationToken.None);

        Assert.Equal(code, said.Failure!.Code);
    }

    [Theory]
    [InlineData("exec sleep 1000")]
    [InlineData("sleep 60 &")]
    public async Task SayAsync_ProgramHangs_IsStoppedAndNamed(string body)
    {
        var time = new FakeTimeProvider();
        var voice = new SpeechVoice("flite", Script.Write(_folder, "voice", $"touch '{_folder["began"]}'; {body}"));
        var saying = new SpeechProgram(voice, new GatedOutput(open: true), time).SayAsync(["One."], CancellationToken.None).AsTask();

        var said = await AfterAsync(time, saying, new SpeechOptions().SentenceDeadline);

        Assert.Equal("program-hangs", said.Failure!.Code);
    }

    [Theory]
    [InlineData("exec sleep 1000")]
    [InlineData("cat > /dev/null; sleep 60 &")]
    public async Task TakeAsync_PlayerHangs_IsStoppedAndNamed(string body)
    {
        var time = new FakeTimeProvider();
        var player = Script.Write(_folder, "player", $"touch '{_folder["began"]}'; {body}");
        WavWriter.Save(_folder["in.wav"], new float[1600]);
        var playing = new SoundPlayer(player, [], () => 50, time)
            .TakeAsync(File.ReadAllBytes(_folder["in.wav"]), CancellationToken.None).AsTask();

        var played = await AfterAsync(time, playing, TimeSpan.FromSeconds(0.1) + new SpeechOptions().PlayerGrace);

        Assert.Equal("program-hangs", played.Failure!.Code);
        Assert.Contains("player", played.Failure.Message);
    }

    [Fact]
    public async Task TakeAsync_PlayersThatCannotBeKilled_AreBoundedAndStartedAgainWhenTheyAreGone()
    {
        var time = new FakeTimeProvider();
        var (starts, left, began) = (_folder["starts"], _folder["left"], _folder["began"]);
        var player = Script.Write(_folder, "player", $"echo . >> '{starts}'; sleep 600 & echo $! >> '{left}'; touch '{began}'");
        WavWriter.Save(_folder["in.wav"], new float[1600]);
        var wav = File.ReadAllBytes(_folder["in.wav"]);
        Task<Outcome<TimeSpan>> PlayAsync() => new SoundPlayer(player, [], () => 50, time).TakeAsync(wav, CancellationToken.None).AsTask();
        async Task<string?> PlayedAsync()
        {
            File.Delete(began);
            return (await AfterAsync(time, PlayAsync(), TimeSpan.FromSeconds(0.1) + new SpeechOptions().PlayerGrace)).Failure?.Code;
        }

        for (var i = 0; i < LeftBehind.Most; i++) Assert.Equal("program-hangs", await PlayedAsync());
        for (var i = 0; i < 20; i++) Assert.Equal("program-stuck", (await PlayAsync()).Failure?.Code);
        Assert.Equal(LeftBehind.Most, File.ReadAllLines(starts).Length);

        foreach (var pid in File.ReadAllLines(left)) System.Diagnostics.Process.GetProcessById(int.Parse(pid)).Kill();
        while (!LeftBehind.HasRoom(player)) await Task.Yield();

        Assert.Equal("program-hangs", await PlayedAsync());
        System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllLines(left)[^1])).Kill();
    }

    // The deadline, and then as often as needed the time that a killed program gets.
    private async Task<T> AfterAsync<T>(FakeTimeProvider time, Task<T> work, TimeSpan deadline)
    {
        while (!File.Exists(_folder["began"]) && !work.IsCompleted) await Task.Yield();
        Assert.False(work.IsCompleted);
        time.Advance(deadline);
        while (!work.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await work;
    }

    [Fact]
    public void Find_NothingInstalled_IsNullAndSaysHowToGetSpeech()
    {
        Assert.Null(SpeechVoice.Find(new ProgramFinder(_folder.Path), new SpeechOptions()));
        Assert.Contains("sudo apt install flite", SpeechProgram.Missing.Next);
    }

    [Fact]
    public void Create_FolderMissing_Fails() =>
        Assert.Equal("answer-not-written", WavFileOutput.Create(_folder["missing/answer.wav"]).Failure!.Code);

    [Fact]
    public async Task TakeAsync_Player_GetsTheSoundAtTheVolume()
    {
        var player = Script.Write(_folder, "player", $"cat > '{_folder["played.wav"]}'");
        WavWriter.Save(_folder["in.wav"], Enumerable.Repeat(0.5f, 1600).ToArray());

        var played = await new SoundPlayer(player, [], () => 50, TimeProvider.System)
            .TakeAsync(File.ReadAllBytes(_folder["in.wav"]), CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(0.1), played.Value);
        Assert.Equal(0.125f, (await SamplesAsync(_folder["played.wav"])).Max(), 0.001f);
    }

    [Fact]
    public async Task TakeAsync_NoSoundCard_PassesThePlayersWordsOn()
    {
        var player = Script.Write(_folder, "player", "cat > /dev/null; echo 'no such device' >&2; exit 1");
        WavWriter.Save(_folder["in.wav"], new float[1600]);

        var played = await new SoundPlayer(player, [], () => 50, TimeProvider.System)
            .TakeAsync(File.ReadAllBytes(_folder["in.wav"]), CancellationToken.None);

        Assert.Equal("player-failed", played.Failure!.Code);
        Assert.Contains("no such device", played.Failure.Message);
    }

    private static SpeechVoice Voice(string name) => new(name, ProgramFinder.FromEnvironment().Find(name)!);

    private static async Task<float[]> SamplesAsync(string path) =>
        (await WavBytes.ReadAsync(await File.ReadAllBytesAsync(path), CancellationToken.None)).Value!;

    private async Task AssertSpeaksAsync(string program)
    {
        var path = _folder["answer.wav"];
        TimeSpan length;
        using (var output = WavFileOutput.Create(path).Value!)
        {
            var said = await new SpeechProgram(Voice(program), output, TimeProvider.System)
                .SayAsync(["Timer set for 5 minutes.", "Bye."], CancellationToken.None);
            Assert.True(said.TryGet(out var spoken, out var failure), failure?.Message);
            Assert.Equal(program, spoken.Means);
            length = spoken.Length;
        }

        var samples = await SamplesAsync(path);
        Assert.InRange(length.TotalSeconds, 1, 6);
        Assert.True(samples.Length >= length.TotalSeconds * AudioFormat.SampleRateHz);
        Assert.True(samples.Max() > 0.05f, "it is silent");
    }

    private sealed class GatedOutput : ISoundOutput
    {
        public GatedOutput(bool open)
        {
            if (open)
            {
                Gate.SetResult();
            }
        }

        public TaskCompletionSource Gate { get; } = new();

        public TaskCompletionSource FirstArrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<int> Taken { get; } = [];

        public async ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
        {
            Taken.Add(wav.Length);
            FirstArrived.TrySetResult();
            await Gate.Task.WaitAsync(cancellationToken);
            return TimeSpan.FromSeconds(1);
        }
    }
}

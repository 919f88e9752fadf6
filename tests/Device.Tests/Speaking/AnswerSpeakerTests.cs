using Device.Tests.Bridge;
using Device.Tests.Simulation;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Speaking;

namespace Device.Tests.Speaking;

/// <summary>How an answer reaches the wearer, by what hardware and programs there are.</summary>
public sealed class AnswerSpeakerTests : IDisposable
{
    private static readonly string[] Answer = ["It is noon."];

    private readonly TemporaryFolder _folder = new();
    private readonly StateStore _state;
    private readonly StringWriter _printed = new();
    private readonly Parts _parts = new();

    public AnswerSpeakerTests() => _state = StateStore.Open(_folder["state"], TimeProvider.System).Value!;

    public void Dispose()
    {
        _state.Dispose();
        _printed.Dispose();
        _folder.Dispose();
    }

    private GlassesHardware Hardware => Laptop.Open(_state, TimeProvider.System) with
    {
        Loudspeaker = _parts,
        Display = _parts,
        Voice = _parts,
    };

    [Fact]
    public async Task SayAsync_NoSpeechProgram_TheHardwaresOwnVoiceSpeaksAndTheDisplayShows()
    {
        using var answer = Aloud(Hardware);

        Assert.Equal("own", (await SayAsync(answer))!.Means);
        Assert.Equal(["shown", "said"], _parts.Done);
        Assert.Equal("It is noon.", _printed.ToString().Trim());
        Assert.Null(answer.Silent);
    }

    [Fact]
    public async Task SayAsync_SpeechProgramAndNobodyThere_NothingIsMade()
    {
        var made = Program("flite", "touch made");
        _parts.IsHeard = false;
        using var answer = Aloud(Hardware);

        Assert.Equal(SpokenAnswer.Unheard, await SayAsync(answer));
        Assert.Equal(["shown"], _parts.Done);
        Assert.False(File.Exists(made), "a sentence was synthesised");
    }

    [Fact]
    public async Task SayAsync_NoVoiceAtAll_PrintsAndSaysWhy()
    {
        using var answer = Aloud(Hardware with { Voice = null });

        Assert.Equal("print", (await SayAsync(answer))!.Means);
        Assert.Equal("speech-missing", answer.Silent!.Code);
        Assert.Same(_parts, answer.Sound); // a ring is heard all the same
    }

    [Fact]
    public async Task SayAsync_SpeechProgramAndNoLoudspeaker_PrintsAndSaysWhy()
    {
        Program("flite", "true");
        var mute = new Failure("speech", "player-missing", "There is no player.", "Install one.", Blame.Machine);
        using var answer = Aloud(Hardware with { Voice = null, Loudspeaker = mute });

        Assert.Equal("print", (await SayAsync(answer))!.Means);
        Assert.Equal("player-missing", answer.Silent!.Code);
        Assert.Null(answer.Sound);
    }

    private static async Task<SpokenAnswer?> SayAsync(AnswerSpeaker answer) =>
        (await answer.Speaker.SayAsync(Answer, CancellationToken.None)).Value;

    private AnswerSpeaker Aloud(GlassesHardware hardware) =>
        AnswerSpeaker.Aloud(_printed, hardware, new ProgramFinder(_folder["bin"]), new SpeechOptions(), TimeProvider.System);

    // Gives the file that the program leaves where it ran.
    private string Program(string name, string script)
    {
        Directory.CreateDirectory(_folder["bin"]);
        Script.Write(_folder, $"bin/{name}", $"cd '{_folder.Path}' && {script}");
        return _folder["made"];
    }

    private sealed class Parts : ISoundOutput, IDisplay, ISpeaker
    {
        public List<string> Done { get; } = [];

        public bool IsHeard { get; set; } = true;

        public ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
        {
            Done.Add("heard");
            return ValueTask.FromResult<Outcome<TimeSpan>>(TimeSpan.FromSeconds(1));
        }

        public void Show(IReadOnlyList<string> sentences) => Done.Add("shown");

        public void Refuse(Failure why) => Done.Add(why.Code);

        public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
        {
            Done.Add("said");
            return ValueTask.FromResult<Outcome<SpokenAnswer>>(new SpokenAnswer("own", TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        }
    }
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Speaking;

/// <summary>How one command gives its answers: printed, spoken aloud or into a file, by what is installed. Owns the file.</summary>
public sealed class AnswerSpeaker : IDisposable
{
    private readonly WavFileOutput? _file;

    private AnswerSpeaker(ISpeaker speaker, Failure? silent, WavFileOutput? file, ISoundOutput? sound = null)
    {
        (Speaker, Sound) = (speaker, sound);
        Silent = silent;
        _file = file;
    }

    /// <summary>The speaker to answer through.</summary>
    public ISpeaker Speaker { get; }

    /// <summary>Where other sounds can be heard; null where none can.</summary>
    public ISoundOutput? Sound { get; }

    /// <summary>Why answers are not spoken, with what to install; null when they are.</summary>
    public Failure? Silent { get; }

    /// <summary>Prints, shows, and speaks aloud: with a speech program where one is installed and can be heard, else with the hardware's
    /// own voice, if it has one.</summary>
    /// <param name="printer">Takes the printed answer; not owned.</param>
    /// <param name="hardware">Display, loudspeaker and voice.</param>
    /// <param name="programs">Finds a speech program.</param>
    /// <param name="options">Which speech program.</param>
    public static AnswerSpeaker Aloud(
        TextWriter printer, GlassesHardware hardware, ProgramFinder programs, SpeechOptions options, TimeProvider time)
    {
        var printed = new PrintedSpeaker(printer);
        var sound = hardware.Loudspeaker.Value;
        var program = SpeechVoice.Find(programs, options);
        var said = program is not null && sound is not null ? new SpeechProgram(program, sound, time) : hardware.Voice;
        if (said is null)
        {
            return new AnswerSpeaker(printed, program is null ? SpeechProgram.Missing : hardware.Loudspeaker.Failure, null, sound);
        }

        if (hardware.Display is { } display) said = new DisplayedSpeaker(display, said);
        return new AnswerSpeaker(new SpeakerChain(printed, said), null, null, sound);
    }

    /// <summary>Prints, and speaks into a WAV file. Failures: <c>speech-missing</c>, <c>answer-not-written</c>,
    /// before anything was said.</summary>
    public static Outcome<AnswerSpeaker> IntoFile(
        TextWriter printer, string path, ProgramFinder programs, SpeechOptions options, TimeProvider time)
    {
        if (SpeechVoice.Find(programs, options) is not { } voice) return SpeechProgram.Missing;
        if (!WavFileOutput.Create(path).TryGet(out var file, out var failure)) return failure;
        return new AnswerSpeaker(new SpeakerChain(new PrintedSpeaker(printer), new SpeechProgram(voice, file, time)), null, file);
    }

    /// <summary>Gives answers to nobody, for a caller that takes them from the turn's result.</summary>
    public static AnswerSpeaker Nobody() => new(new PrintedSpeaker(TextWriter.Null), null, null);

    /// <summary>Completes the file.</summary>
    public void Dispose() => _file?.Dispose();
}

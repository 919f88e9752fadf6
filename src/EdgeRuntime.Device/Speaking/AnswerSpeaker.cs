using EdgeRuntime.Assistant;
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

    /// <summary>Prints, and speaks aloud where a voice and a player are installed.</summary>
    /// <param name="printer">Takes the printed answer; not owned.</param>
    /// <param name="programs">Finds voice and player.</param>
    /// <param name="options">Which voice and player.</param>
    /// <param name="volumePercent">Loudness at the moment of speaking, 0..100.</param>
    /// <param name="time">Clock.</param>
    public static AnswerSpeaker Aloud(
        TextWriter printer, ProgramFinder programs, SpeechOptions options, Func<int> volumePercent, TimeProvider time)
    {
        var printed = new PrintedSpeaker(printer);
        var found = SoundPlayer.Find(programs, options, volumePercent, time);
        if (SpeechVoice.Find(programs, options) is not { } voice)
        {
            return new AnswerSpeaker(printed, SpeechProgram.Missing, null, found.Value);
        }

        return found.TryGet(out var player, out var failure)
            ? new AnswerSpeaker(new SpeakerChain(printed, new SpeechProgram(voice, player, time)), null, null, player)
            : new AnswerSpeaker(printed, failure, null);
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

    /// <summary>Prints, and says it through another speaker.</summary>
    /// <param name="printer">Takes the printed answer; not owned.</param>
    /// <param name="speaker">Says it.</param>
    /// <param name="sound">Where other sounds are heard.</param>
    public static AnswerSpeaker Through(TextWriter printer, ISpeaker speaker, ISoundOutput? sound) =>
        new(new SpeakerChain(new PrintedSpeaker(printer), speaker), null, null, sound);

    /// <summary>Gives answers to nobody, for a caller that takes them from the turn's result.</summary>
    public static AnswerSpeaker Nobody() => new(new PrintedSpeaker(TextWriter.Null), null, null);

    /// <summary>Completes the file.</summary>
    public void Dispose() => _file?.Dispose();
}

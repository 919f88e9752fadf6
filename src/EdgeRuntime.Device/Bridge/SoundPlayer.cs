using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Device.Bridge;

/// <summary>Plays sentences through a program that reads a WAV on its standard input.</summary>
/// <param name="path">The program.</param>
/// <param name="arguments">Its arguments.</param>
public sealed class SoundPlayer(string path, IReadOnlyList<string> arguments) : ISoundOutput
{
    /// <summary>The player that is installed; <c>player-missing</c> where there is none.</summary>
    public static Outcome<SoundPlayer> Find(ProgramFinder programs) => programs.Find("aplay") is { } aplay
        ? new SoundPlayer(aplay, ["-q", "-"])
        : new Failure(Stages.Speech, "player-missing", "There is no program to play sound with, so answers are printed.", "Install one: sudo apt install alsa-utils", Blame.Machine);

    /// <inheritdoc/>
    public async ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
    {
        var samples = await WavBytes.ReadAsync(wav, cancellationToken).ConfigureAwait(false);
        if (!samples.TryGet(out var sound, out var unreadable))
        {
            return unreadable;
        }

        var ran = await ChildProcess.RunAsync(path, arguments, wav, cancellationToken).ConfigureAwait(false);
        if (!ran.TryGet(out var left, out var failure))
        {
            return failure;
        }

        return left.ExitCode == 0
            ? TimeSpan.FromSeconds((double)sound.Length / AudioFormat.SampleRateHz)
            : new Failure(Stages.Speech, "player-failed", $"The sound could not be played: {left.LastError}", "Check the sound card with: aplay -l", Blame.Machine);
    }
}

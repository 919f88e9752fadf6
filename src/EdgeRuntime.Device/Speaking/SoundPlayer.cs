using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Plays sentences through a program that reads a WAV on its standard input.</summary>
/// <param name="path">The program.</param>
/// <param name="volumePercent">Loudness for the next sentence, 0..100; at 0 nothing is played.</param>
public sealed class SoundPlayer(string path, IReadOnlyList<string> arguments, Func<int> volumePercent, TimeProvider time) : ISoundOutput
{
    /// <value>What it may take beyond the length of the sound, to open a sound card and to let it run dry.</value>
    public TimeSpan Grace { get; init; } = new SpeechOptions().PlayerGrace;

    /// <summary>The player that is installed; <c>player-missing</c> where there is none.</summary>
    public static Outcome<SoundPlayer> Find(
        ProgramFinder programs, SpeechOptions options, Func<int> volumePercent, TimeProvider time) =>
        programs.Find(options.Player) is { } player
        ? new SoundPlayer(player, options.PlayerArguments, volumePercent, time) { Grace = options.PlayerGrace }
        : new Failure(
            Stages.Speech, "player-missing", "There is no program to play sound with, so answers are printed.",
            "Install one: sudo apt install alsa-utils", Blame.Machine);

    /// <inheritdoc/>
    public async ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
    {
        var samples = await WavBytes.ReadAsync(wav, cancellationToken).ConfigureAwait(false);
        if (!samples.TryGet(out var sound, out var unreadable))
        {
            return unreadable;
        }

        var volume = volumePercent();
        if (volume == 0)
        {
            return TimeSpan.Zero;
        }

        var length = TimeSpan.FromSeconds((double)sound.Length / AudioFormat.SampleRateHz);
        var ran = await ChildProcess.RunAsync(path, arguments, AtVolume(sound, volume), length + Grace, time, cancellationToken)
            .ConfigureAwait(false);
        if (!ran.TryGet(out var left, out var failure))
        {
            return failure;
        }

        return left.ExitCode == 0
            ? length
            : new Failure(
                Stages.Speech, "player-failed", $"The sound could not be played: {left.LastError}", "Check the sound card with: aplay -l",
                Blame.Machine);
    }

    // Loudness is felt by its logarithm; the square of the setting comes close and is exact at both ends.
    private static byte[] AtVolume(float[] samples, int percent)
    {
        var gain = percent / 100f * (percent / 100f);
        var wav = new MemoryStream();
        using (var writer = new WavWriter(wav, leaveOpen: true))
        {
            writer.Write(Array.ConvertAll(samples, sample => sample * gain));
        }

        return wav.ToArray();
    }
}

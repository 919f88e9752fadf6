using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Speaks through flite or espeak-ng. While one sentence is heard the next is made. One answer at a time.</summary>
/// <param name="voice">Makes the sound.</param>
/// <param name="output">Takes the sound.</param>
/// <param name="time">Clock of the deadline and for the time to the first sound.</param>
public sealed class SpeechProgram(SpeechVoice voice, ISoundOutput output, TimeProvider time) : ISpeaker
{
    /// <summary>Why there is no speech when <see cref="SpeechVoice.Find"/> gives null.</summary>
    public static Failure Missing { get; } = new(
        Stages.Speech, "speech-missing", "There is no speech program, so answers are printed.",
        "Install one: sudo apt install flite alsa-utils", Blame.Machine);

    /// <inheritdoc/>
    public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        if (!output.IsHeard) return SpokenAnswer.Unheard;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // One sentence ahead is enough, and waits rather than drops.
        var made = Channel.CreateBounded<Outcome<byte[]>>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
        var making = MakeAsync(sentences, made.Writer, stop.Token);
        try
        {
            return await PlayAsync(made.Reader, stop.Token).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MakeAsync(IReadOnlyList<string> sentences, ChannelWriter<Outcome<byte[]>> made, CancellationToken stop)
    {
        Exception? thrown = null;
        try
        {
            foreach (var sentence in sentences.Select(SpokenText.From).Where(sentence => sentence.Length > 0))
            {
                await made.WriteAsync(await SynthesizeAsync(sentence, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
            }
        }
        catch (Exception caught)
        {
            thrown = caught; // comes out of the reader, which awaits the channel
        }

        made.Complete(thrown);
    }

    private async ValueTask<Outcome<SpokenAnswer>> PlayAsync(ChannelReader<Outcome<byte[]>> made, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        var firstSound = TimeSpan.Zero;
        var length = TimeSpan.Zero;
        await foreach (var sound in made.ReadAllAsync(stop).ConfigureAwait(false))
        {
            firstSound = firstSound == TimeSpan.Zero ? time.GetElapsedTime(began) : firstSound;
            var taken = sound.TryGet(out var wav, out var failure) ? await output.TakeAsync(wav, stop).ConfigureAwait(false) : failure;
            if (taken.Failure is { } broken)
            {
                return broken;
            }

            length += taken.Value;
        }

        return new SpokenAnswer(voice.Name, firstSound, length);
    }

    private async ValueTask<Outcome<byte[]>> SynthesizeAsync(string sentence, CancellationToken stop)
    {
        var deadline = voice.Options.SentenceDeadline;
        var ran = await ChildProcess.RunAsync(voice.Path, voice.Arguments(sentence), voice.Input(sentence), deadline, time, stop)
            .ConfigureAwait(false);
        if (!ran.TryGet(out var left, out var failure))
        {
            return failure;
        }

        return left.ExitCode == 0
            ? left.Output
            : new Failure(
                Stages.Speech, "speech-failed", $"{voice.Name} failed: {left.LastError}",
                $"Reinstall it: sudo apt install --reinstall {voice.Name}", Blame.Machine);
    }
}

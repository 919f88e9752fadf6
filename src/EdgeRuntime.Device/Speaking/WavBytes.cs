using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Reads a WAV that a speech program gave into 16 kHz mono samples.</summary>
internal static class WavBytes
{
    /// <summary>All samples; <c>speech-unreadable</c> when it is not a WAV or has no sound in it.</summary>
    public static async ValueTask<Outcome<float[]>> ReadAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
    {
        if (!WavSource.Open(new MemoryStream(wav.ToArray())).TryGet(out var source, out var failure))
        {
            return Unreadable(failure.Message);
        }

        await using (source.ConfigureAwait(false))
        {
            var samples = new List<float>(wav.Length / sizeof(short));
            var block = new float[4096];
            int read;
            while ((read = await source.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
            {
                samples.AddRange(block.AsSpan(0, read));
            }

            return samples.Count > 0 ? samples.ToArray() : Unreadable("there was no sound in it.");
        }
    }

    private static Failure Unreadable(string why) =>
        new(Stages.Speech, "speech-unreadable", $"The speech program gave no usable sound: {why}", "Reinstall it: sudo apt install flite",
            Blame.Machine);
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Reads whole recordings into memory, for measuring and for noise.</summary>
internal static class Recording
{
    private static readonly string[] Endings = [".wav", ".wave"];

    /// <summary>Samples of a WAV file at 16 kHz mono; a file cut short is a failure.</summary>
    public static async ValueTask<Outcome<float[]>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!WavSource.Open(path).TryGet(out var source, out var failure)) return failure;
        await using (source)
        {
            var samples = new List<float>();
            var block = new float[AudioFormat.SampleRateHz];
            int read;
            while ((read = await source.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
            {
                samples.AddRange(block.AsSpan(0, read));
            }

            return source.Failure is { } cut ? cut : samples.ToArray();
        }
    }

    /// <summary>WAV files of a folder and its folders, in order of their paths; <c>folder-missing</c>, <c>folder-empty</c>.</summary>
    public static Outcome<IReadOnlyList<string>> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new Failure(Stages.Start, "folder-missing", $"There is no folder {folder}.", "Give a folder that holds WAV files.");
        }

        const string Next = "Convert the recordings first, for example with: ffmpeg -i IN OUT.wav";
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsWav).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : new Failure(Stages.Start, "folder-empty", $"There is no WAV file in {folder}.", Next);
    }

    private static bool IsWav(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}

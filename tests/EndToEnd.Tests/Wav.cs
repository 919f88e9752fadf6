using System.Diagnostics;
using EdgeRuntime.Assistant.Audio;

namespace EndToEnd.Tests;

/// <summary>WAV files in memory.</summary>
internal static class Wav
{
    /// <summary>16 kHz mono 16-bit.</summary>
    public static byte[] Of(float[] samples)
    {
        var stream = new MemoryStream();
        using (var writer = new WavWriter(stream, leaveOpen: true)) writer.Write(samples);
        return stream.ToArray();
    }

    /// <summary>Words of a synthesiser as a file; gives its path.</summary>
    public static async Task<string> SynthesiseAsync(string words, string folder)
    {
        var path = Path.Combine(folder, "words.wav");
        using var flite = Process.Start("flite", ["-voice", "slt", "-t", words, "-o", path]);
        await flite.WaitForExitAsync();
        return path;
    }

    /// <summary>Samples of a file at 16 kHz mono.</summary>
    public static async Task<float[]> ReadAsync(string path)
    {
        await using var source = WavSource.Open(path).Value!;
        var samples = new List<float>();
        var block = new float[16_000];
        int read;
        while ((read = await source.ReadAsync(block, CancellationToken.None)) > 0) samples.AddRange(block.AsSpan(0, read));
        return [.. samples];
    }
}

using EdgeRuntime.Assistant.Audio;

namespace TestKit;

/// <summary>Reads sources of sound to their end.</summary>
public static class SourceReading
{
    /// <summary>Everything that a source gives, asked for in blocks of a given size.</summary>
    public static async Task<float[]> ReadAllAsync(this IAudioSource source, int block = 1600)
    {
        var all = new List<float>();
        var buffer = new float[block];
        for (int read; (read = await source.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            all.AddRange(buffer.AsSpan(0, read));
        }

        return [.. all];
    }

    /// <summary>Everything that a WAV reader gives.</summary>
    public static async Task<float[]> ReadAllAsync(this WavReader reader, int block = 1600)
    {
        var all = new List<float>();
        var buffer = new float[block];
        for (int read; (read = await reader.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            all.AddRange(buffer.AsSpan(0, read));
        }

        return [.. all];
    }
}

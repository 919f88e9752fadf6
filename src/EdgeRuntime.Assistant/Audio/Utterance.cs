using System.Buffers.Binary;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>What the wearer said, as words or as sound. Never written to a trace or a log.</summary>
/// <param name="Text">Typed words; null where it was spoken.</param>
/// <param name="Pcm16">Sound: PCM, 16 bit signed little endian, 16 kHz, mono; empty where it was typed.</param>
public sealed record Utterance(string? Text, ReadOnlyMemory<byte> Pcm16)
{
    /// <summary>Nothing that could be sent.</summary>
    public static Utterance None { get; } = new(null, default);

    /// <summary>True when there is nothing to send.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Pcm16.IsEmpty;

    /// <summary>Length of the sound.</summary>
    public TimeSpan Sound => TimeSpan.FromSeconds((double)Pcm16.Length / sizeof(short) / AudioFormat.SampleRateHz);

    /// <summary>Words that came without sound.</summary>
    public static Utterance Typed(string text) => new(text, default);

    /// <summary>Sound in [-1, 1]; copied.</summary>
    public static Utterance Spoken(ReadOnlySpan<float> samples)
    {
        var pcm = new byte[samples.Length * sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(i * sizeof(short)), WavWriter.ToInt16(samples[i]));
        }

        return new Utterance(null, pcm);
    }
}

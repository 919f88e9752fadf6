namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>A sentence as sound.</summary>
/// <param name="Pcm16">PCM, 16 bit signed little endian, mono.</param>
/// <param name="SampleRateHz">Samples per second.</param>
public sealed record SpokenSentence(ReadOnlyMemory<byte> Pcm16, int SampleRateHz);

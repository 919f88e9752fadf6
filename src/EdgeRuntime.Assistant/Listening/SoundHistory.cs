using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Keeps the last stretch of sound under absolute sample numbers,
/// so that an utterance can be sent to the cloud once it is clear that the glasses need it. In memory only. One writer and reader, one
/// thread; allocates nothing until it is asked for an utterance.</summary>
public sealed class SoundHistory
{
    private readonly float[] _ring;
    private long _next; // number that the next sample will get

    /// <param name="length">Sound kept, 64 KB per second; at most the 60 s that a turn may send.</param>
    public SoundHistory(TimeSpan length)
    {
        if (length <= TimeSpan.Zero || length > TimeSpan.FromSeconds(60)) throw new ArgumentOutOfRangeException(nameof(length));
        _ring = new float[(int)(length.TotalSeconds * AudioFormat.SampleRateHz)];
    }

    /// <summary>Adds samples; the oldest give way.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            var at = (int)(_next % _ring.Length);
            var count = Math.Min(samples.Length, _ring.Length - at);
            samples[..count].CopyTo(_ring.AsSpan(at));
            samples = samples[count..];
            _next += count;
        }
    }

    /// <summary>Copies out what was heard from the beginning of a feature frame until now, as far as it is still kept.</summary>
    public Utterance Since(long frame)
    {
        var first = Math.Clamp(frame * AudioFormat.HopSamples, Math.Max(0, _next - _ring.Length), _next);
        var samples = new float[_next - first];
        for (var i = 0; i < samples.Length; i++) samples[i] = _ring[(first + i) % _ring.Length];
        return Utterance.Spoken(samples);
    }
}

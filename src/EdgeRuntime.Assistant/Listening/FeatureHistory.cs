using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Keeps the last stretch of raw log-mel frames under their absolute numbers, so that what was said before or during a detection
/// can
/// still be recognised. One writer and reader, one thread; allocates nothing after construction.</summary>
public sealed class FeatureHistory
{
    private readonly float[] _ring; // [capacity, 80]
    private readonly int _capacity;

    /// <param name="capacityFrames">Frames kept, 10 ms and 320 bytes each.</param>
    public FeatureHistory(int capacityFrames)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacityFrames);
        _capacity = capacityFrames;
        _ring = new float[capacityFrames * AudioFormat.Bands];
    }

    /// <summary>Number of the oldest frame still kept; equal to <see cref="NextFrame"/> when there is none.</summary>
    public long FirstFrame => Math.Max(0, NextFrame - _capacity);

    /// <summary>Number that the next frame will get: frames heard since the start or the last reset.</summary>
    public long NextFrame { get; private set; }

    /// <summary>Adds frames; the oldest give way.</summary>
    /// <param name="frames">Raw log-mel frames, [n, 80].</param>
    public void Append(ReadOnlySpan<float> frames)
    {
        for (var at = 0; at < frames.Length; at += AudioFormat.Bands)
        {
            frames.Slice(at, AudioFormat.Bands).CopyTo(Slot(NextFrame));
            NextFrame++;
        }
    }

    /// <summary>Copies frames out, from a given number on.</summary>
    /// <param name="from">Number of the first frame wanted; frames no longer kept are passed over.</param>
    /// <param name="frames">Room for frames, [n, 80].</param>
    /// <param name="next">Number to go on with: one past the last frame copied.</param>
    /// <returns>Frames copied.</returns>
    public int CopyTo(long from, Span<float> frames, out long next)
    {
        var first = Math.Max(from, FirstFrame);
        var count = (int)Math.Clamp(NextFrame - first, 0, frames.Length / AudioFormat.Bands);
        for (var i = 0; i < count; i++)
        {
            Slot(first + i).CopyTo(frames[(i * AudioFormat.Bands)..]);
        }

        next = first + count;
        return count;
    }

    /// <summary>Forgets everything and counts from 0 again.</summary>
    public void Reset() => NextFrame = 0;

    private Span<float> Slot(long frame) => _ring.AsSpan((int)(frame % _capacity) * AudioFormat.Bands, AudioFormat.Bands);
}

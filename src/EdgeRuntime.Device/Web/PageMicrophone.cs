using System.Buffers.Binary;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Device.Bridge;

namespace EdgeRuntime.Device.Web;

/// <summary>The microphone of whatever page is open: silent for as long as none is, never at its end. Bounded: sound that nobody reads in
/// time gives way and is counted. One reader, one writer at a time; allocates nothing per chunk.</summary>
internal sealed class PageMicrophone : IAudioSource, IMicrophone
{
    /// <summary>Longest message of sound, in bytes: half a second at 16 kHz, a sixth at 48.</summary>
    public const int MaxBytes = 16 << 10;

    /// <summary>Sample rates that sound cards have.</summary>
    public const int LowestHz = 8_000, HighestHz = 192_000;

    // What is heard when a page goes away in mid-sentence: longer than any pause that ends an utterance, so that the turn comes to its end.
    private static readonly float[] Gone = new float[AudioFormat.SampleRateHz * 3 / 2];

    private readonly SampleRing _ring = new(AudioFormat.SampleRateHz * 2);
    private readonly float[] _samples = new float[MaxBytes / sizeof(short)];
    private float[] _resampled = [];
    private Resampler? _resampler;
    private bool _on;
    private volatile Action<Failure>? _explain; // of whoever listens

    /// <summary>Samples lost because nobody read them in time.</summary>
    public long DroppedSamples => _ring.Dropped;

    /// <summary>Always null: a page that goes may come back.</summary>
    public Failure? Failure => null;

    /// <summary>True while a page sends sound.</summary>
    public bool IsOn => Volatile.Read(ref _on);

    /// <inheritdoc/>
    public Outcome<IAudioSource> Open(Action<Failure> explain)
    {
        _explain = explain;
        return this;
    }

    /// <summary>A page begins to send sound.</summary>
    /// <param name="rateHz">Its samples per second.</param>
    public void Begin(int rateHz)
    {
        _resampler = rateHz == AudioFormat.SampleRateHz ? null : new Resampler(rateHz, AudioFormat.SampleRateHz);
        _resampled = new float[_resampler?.MaxOutput(_samples.Length) ?? 0];
        Volatile.Write(ref _on, true);
    }

    /// <summary>Takes sound of a page; dropped when the microphone is off.</summary>
    /// <param name="pcm">Signed 16-bit little-endian samples, up to <see cref="MaxBytes"/>.</param>
    public void Take(ReadOnlySpan<byte> pcm)
    {
        if (!IsOn) return;
        var count = pcm.Length / sizeof(short);
        for (var i = 0; i < count; i++) _samples[i] = BinaryPrimitives.ReadInt16LittleEndian(pcm[(i * sizeof(short))..]) / 32768f;
        if (_resampler is null) _ring.Write(_samples.AsSpan(0, count), mayDrop: true);
        else _ring.Write(_resampled.AsSpan(0, _resampler.Process(_samples.AsSpan(0, count), _resampled)), mayDrop: true);
    }

    /// <summary>The page sends no more sound.</summary>
    public void End()
    {
        if (!IsOn) return;
        Volatile.Write(ref _on, false);
        Quiet();
    }

    /// <summary>The page sends no more sound, and nobody turned it off.</summary>
    public void Lose(Failure why)
    {
        End();
        _explain?.Invoke(why);
    }

    /// <summary>Nothing is to be heard for a while: an utterance that was being said is over.</summary>
    public void Quiet() => _ring.Write(Gone, mayDrop: true);

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken) =>
        _ring.ReadAsync(samples, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _ring.Complete();
        return ValueTask.CompletedTask;
    }
}

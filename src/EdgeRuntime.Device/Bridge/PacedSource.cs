using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Device.Bridge;

/// <summary>Lets a recording come as a microphone would: no sample before its time. Allocates nothing while it need not wait.</summary>
/// <param name="inner">The recording; owned.</param>
/// <param name="speed">Seconds of sound per second of time; positive.</param>
public sealed class PacedSource(IAudioSource inner, double speed, TimeProvider time) : IAudioSource
{
    private long _began = -1;
    private long _samples;

    /// <inheritdoc/>
    public Failure? Failure => inner.Failure;

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        if (_began < 0) _began = time.GetTimestamp();
        var count = await inner.ReadAsync(samples, cancellationToken).ConfigureAwait(false);
        _samples += count;
        var early = TimeSpan.FromSeconds(_samples / (AudioFormat.SampleRateHz * speed)) - time.GetElapsedTime(_began);

        // Below a timer's resolution waiting only costs; the next chunk makes up for it.
        if (early > TimeSpan.FromMilliseconds(2)) await Task.Delay(early, time, cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

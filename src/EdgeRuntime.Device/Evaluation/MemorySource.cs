using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Samples in memory as a source of sound.</summary>
/// <param name="samples">16 kHz mono in [-1, 1]; not copied.</param>
internal sealed class MemorySource(ReadOnlyMemory<float> samples) : IAudioSource
{
    private ReadOnlyMemory<float> _left = samples;

    /// <inheritdoc/>
    public Failure? Failure => null;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        var count = Math.Min(samples.Length, _left.Length);
        _left[..count].CopyTo(samples);
        _left = _left[count..];
        return ValueTask.FromResult(count);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

namespace EdgeRuntime.Assistant.Audio;

/// <summary>A stream of 16 kHz mono samples in [-1, 1]: a file, a pipe or a microphone.</summary>
public interface IAudioSource : IAsyncDisposable
{
    /// <summary>Fills <paramref name="samples"/> from its start; returns how many were written, 0 at the end of the stream.</summary>
    ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken);

    /// <summary>Set when the stream ended early or lost samples; null while all is well.</summary>
    Failure? Failure { get; }

    /// <summary>Samples lost because nobody read them in time; 0 where a source waits to be read.</summary>
    long DroppedSamples => 0;
}

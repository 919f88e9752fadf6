using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Raw little-endian 16-bit mono samples at 16 kHz from a stream, such as the output pipe of a recorder.</summary>
/// <param name="stream">Owned by the source.</param>
public sealed class PcmSource(Stream stream) : IAudioSource
{
    private readonly byte[] _buffer = new byte[8192];
    private int _held; // bytes of _buffer that belong to a sample whose other half has not arrived: 0 or 1

    /// <inheritdoc />
    public Failure? Failure { get; private set; }

    /// <inheritdoc />
    public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        while (!samples.IsEmpty)
        {
            // Without a state machine while the stream has bytes at hand, so that a chunk then costs no memory in any build.
            var read = StartRead(samples.Length, cancellationToken);
            if (!read.IsCompletedSuccessfully)
            {
                return WaitAsync(read, samples, cancellationToken);
            }

            if (Take(read.Result, samples.Span) is { } count)
            {
                return new ValueTask<int>(count);
            }
        }

        return new ValueTask<int>(0);
    }

    /// <summary>Closes the stream.</summary>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private ValueTask<int> StartRead(int samples, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = Math.Min(_buffer.Length, samples * sizeof(short)) - _held;
            return stream.ReadAsync(_buffer.AsMemory(_held, wanted), cancellationToken);
        }
        catch (IOException e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> read, Memory<float> samples, CancellationToken cancellationToken)
    {
        try
        {
            return Take(await read.ConfigureAwait(false), samples.Span)
                ?? await ReadAsync(samples, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            Failure = new Failure(
                Stages.Audio, "pcm-unreadable", $"The sound stream broke off: {e.Message}", "Check the program that records.",
                Blame.Machine);
            return 0;
        }
    }

    // Null while there is only half a sample to give.
    private int? Take(int read, Span<float> samples)
    {
        if (read == 0)
        {
            Failure = _held > 0 ? Truncated() : Failure;
            return 0;
        }

        var bytes = _held + read;
        var count = bytes / sizeof(short);
        SampleDecoder.Decode16(_buffer.AsSpan(0, count * sizeof(short)), samples[..count]);
        _buffer[0] = _buffer[bytes - 1];
        _held = bytes % sizeof(short);
        return count > 0 ? count : null;
    }

    private static Failure Truncated() => new(
        Stages.Audio, "pcm-truncated", "The sound stream ended in the middle of a sample; the rest was used.",
        "Send signed 16-bit mono samples at 16 kHz.");
}

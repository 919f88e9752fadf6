using System.Runtime.CompilerServices;

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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        if (samples.IsEmpty)
        {
            return 0;
        }

        var wanted = Math.Min(_buffer.Length, samples.Length * sizeof(short)) - _held;
        try
        {
            int read;
            do
            {
                read = await stream.ReadAsync(_buffer.AsMemory(_held, wanted), cancellationToken).ConfigureAwait(false);
                _held += read;
                wanted -= read;
            }
            while (read > 0 && _held < sizeof(short));
            return Decode(samples.Span, atEnd: read == 0);
        }
        catch (IOException e)
        {
            Failure = new Failure(Stages.Audio, "pcm-unreadable", $"The sound stream broke off: {e.Message}", "Check the program that records.", Blame.Machine);
            return 0;
        }
    }

    /// <summary>Closes the stream.</summary>
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private int Decode(Span<float> samples, bool atEnd)
    {
        var count = _held / sizeof(short);
        SampleDecoder.Decode16(_buffer.AsSpan(0, count * sizeof(short)), samples[..count]);
        _buffer[0] = _buffer[Math.Max(0, _held - 1)];
        _held %= sizeof(short);
        if (atEnd && _held > 0)
        {
            Failure = new Failure(Stages.Audio, "pcm-truncated", "The sound stream ended in the middle of a sample; the rest was used.", "Send signed 16-bit mono samples at 16 kHz.");
        }

        return count;
    }
}

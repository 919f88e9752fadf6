using System.Runtime.CompilerServices;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Any WAV file as 16 kHz mono samples.</summary>
public sealed class WavSource : IAudioSource
{
    private const int BlockSamples = 4096;

    private readonly WavReader _reader;
    private readonly Resampler? _resampler; // null at 16 kHz
    private readonly float[] _input = new float[BlockSamples]; // [samples at the file's rate]
    private readonly float[] _output; // [samples at 16 kHz], from _start to _end not yet handed out
    private int _start;
    private int _end;
    private bool _flushed;

    private WavSource(WavReader reader)
    {
        _reader = reader;
        var rateHz = reader.Format.SampleRateHz;
        _resampler = rateHz == AudioFormat.SampleRateHz ? null : new Resampler(rateHz, AudioFormat.SampleRateHz);
        _output = new float[_resampler?.MaxOutput(BlockSamples) ?? 0];
    }

    /// <summary>Format of the file.</summary>
    public WavFormat Format => _reader.Format;

    /// <summary>Length that the header promises; null when it does not say (a pipe).</summary>
    public TimeSpan? Length => _reader.Length is { } samples ? TimeSpan.FromSeconds((double)samples / Format.SampleRateHz) : null;

    /// <inheritdoc />
    public Failure? Failure => _reader.Failure;

    /// <summary>True of a failure beside which all the sound that there was has come through:
    /// there was less than the header promised.</summary>
    public static bool IsOnlyShort(Failure? failure) => failure?.Code == WavFailures.TruncatedCode;

    /// <summary>Reads the header of a WAV stream, which the source then owns.</summary>
    public static Outcome<WavSource> Open(Stream stream) =>
        WavReader.Open(stream).TryGet(out var reader, out var failure) ? new WavSource(reader) : failure;

    /// <summary>Opens a WAV file.</summary>
    public static Outcome<WavSource> Open(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var outcome = Open(stream);
            stream = outcome.Failure is null ? null : stream;
            return outcome;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return WavFailures.NotFound(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return WavFailures.Unreadable(e.Message);
        }
        finally
        {
            stream?.Dispose();
        }
    }

    /// <inheritdoc />
    public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        if (_resampler is null)
        {
            return _reader.ReadAsync(samples, cancellationToken);
        }

        while (_start == _end && !_flushed)
        {
            // Without a state machine while the stream has bytes at hand, so that a chunk then costs no memory in any build.
            var read = _reader.ReadAsync(_input, cancellationToken);
            if (!read.IsCompletedSuccessfully)
            {
                return WaitAsync(read, samples, cancellationToken);
            }

            Resample(read.Result);
        }

        return new ValueTask<int>(Take(samples.Span));
    }

    /// <summary>Closes the file.</summary>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> read, Memory<float> samples, CancellationToken cancellationToken)
    {
        Resample(await read.ConfigureAwait(false));
        return await ReadAsync(samples, cancellationToken).ConfigureAwait(false);
    }

    private void Resample(int read)
    {
        _start = 0;
        _end = read > 0 ? _resampler!.Process(_input.AsSpan(0, read), _output) : _resampler!.Flush(_output);
        _flushed = read == 0;
    }

    private int Take(Span<float> samples)
    {
        var count = Math.Min(samples.Length, _end - _start);
        _output.AsSpan(_start, count).CopyTo(samples);
        _start += count;
        return count;
    }
}

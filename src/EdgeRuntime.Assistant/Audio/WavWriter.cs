using System.Buffers.Binary;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Writes a mono 16-bit WAV file, sample by sample in flat memory. Into a pipe, which cannot be gone back in, the header says
/// "until the end"; into a file, the sizes are put in on dispose.</summary>
public sealed class WavWriter : IDisposable
{
    private const int HeaderBytes = 44;
    private const int BytesPerSample = sizeof(short);

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly int _sampleRateHz;
    private readonly long _start;
    private readonly byte[] _buffer = new byte[4096];
    private long _dataBytes;
    private bool _disposed;

    /// <summary>Writes a header at once; its lengths are put right on dispose, where the stream can seek.</summary>
    /// <param name="stream">Written to from its present position.</param>
    /// <param name="leaveOpen">True to keep the stream open on dispose.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public WavWriter(Stream stream, int sampleRateHz = AudioFormat.SampleRateHz, bool leaveOpen = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRateHz);
        (_stream, _sampleRateHz, _leaveOpen) = (stream, sampleRateHz, leaveOpen);
        _start = stream.CanSeek ? stream.Position : 0;
        WriteHeader(uint.MaxValue);
    }

    /// <summary>Samples written so far.</summary>
    public long Samples => _dataBytes / BytesPerSample;

    /// <summary>Appends samples; what is outside [-1, 1] is clipped.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Write(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            var count = Math.Min(samples.Length, _buffer.Length / BytesPerSample);
            for (var i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(_buffer.AsSpan(i * BytesPerSample), ToInt16(samples[i]));
            }

            _stream.Write(_buffer, 0, count * BytesPerSample);
            _dataBytes += count * BytesPerSample;
            samples = samples[count..];
        }
    }

    /// <summary>Writes a whole file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, ReadOnlySpan<float> samples, int sampleRateHz = AudioFormat.SampleRateHz)
    {
        using var writer = new WavWriter(File.Create(path), sampleRateHz);
        writer.Write(samples);
    }

    /// <summary>Completes the header where the stream allows it, and closes the stream.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_stream.CanSeek)
        {
            _stream.Position = _start;
            WriteHeader((uint)Math.Min(_dataBytes, uint.MaxValue));
            _stream.Position = _start + HeaderBytes + _dataBytes;
        }

        if (!_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    private void WriteHeader(uint dataBytes)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)Math.Min(uint.MaxValue, dataBytes + (long)HeaderBytes - 8));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], _sampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], _sampleRateHz * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 8 * BytesPerSample);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], dataBytes);
        _stream.Write(header);
    }

    /// <summary>A sample in [-1, 1] as 16 bits; louder ones are clipped.</summary>
    internal static short ToInt16(float sample) => (short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue);
}

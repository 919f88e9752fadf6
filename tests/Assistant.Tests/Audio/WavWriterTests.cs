using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class WavWriterTests
{
    private static readonly float[] Sound = Signals.Chirp(100, 7000, 0.7);

    [Fact]
    public async Task Write_ToAFile_CanBeReadBack()
    {
        var stream = new MemoryStream();
        using (var writer = new WavWriter(stream, 22_050, leaveOpen: true))
        {
            writer.Write(Sound.AsSpan(0, 5000));
            writer.Write(Sound.AsSpan(5000));
        }

        stream.Position = 0;
        var reader = WavReader.Open(stream).Value!;
        var samples = await reader.ReadAllAsync();

        Assert.Equal(new WavFormat(22_050, 1, WavEncoding.Signed16), reader.Format);
        Assert.Equal(Sound.Length, reader.Length);
        Assert.True(Floats.MaxDifference(Sound, samples) <= 0.5001 / 32768);
        Assert.Null(reader.Failure);
    }

    [Fact]
    public void Write_ToAFile_EqualsTheFileBuiltByHand()
    {
        var stream = new MemoryStream();

        using (var writer = new WavWriter(stream, leaveOpen: true))
        {
            writer.Write(Sound);
        }

        Assert.Equal(WavBytes.File(Sound), stream.ToArray());
    }

    [Fact]
    public async Task Write_ToAPipe_CanBeReadToTheEnd()
    {
        var bytes = new MemoryStream();
        using (var writer = new WavWriter(new PipeStream(bytes)))
        {
            writer.Write(Sound);
        }

        var reader = WavReader.Open(new MemoryStream(bytes.ToArray())).Value!;

        Assert.Null(reader.Length);
        Assert.Equal(Sound.Length, (await reader.ReadAllAsync()).Length);
    }

    [Fact]
    public async Task Write_OutsideFullScale_IsClipped()
    {
        var stream = new MemoryStream();
        using (var writer = new WavWriter(stream, leaveOpen: true))
        {
            writer.Write([2, -2, 1, -1]);
        }

        stream.Position = 0;
        var samples = await WavReader.Open(stream).Value!.ReadAllAsync();

        Assert.Equal([32767 / 32768f, -1, 32767 / 32768f, -1], samples);
    }

    /// <summary>A stream that cannot be gone back in.</summary>
    private sealed class PipeStream(MemoryStream target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => target.Write(buffer, offset, count);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

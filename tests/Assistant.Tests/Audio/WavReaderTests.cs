using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class WavReaderTests
{
    private static readonly float[] Ramp = [.. Enumerable.Range(0, 1000).Select(i => (i - 500) / 512f)];

    [Theory]
    [InlineData(1, 8, 1.0 / 128)]
    [InlineData(1, 16, 1.0 / 32768)]
    [InlineData(1, 24, 1.0 / 8388608)]
    [InlineData(1, 32, 1e-7)]
    [InlineData(3, 32, 0)]
    [InlineData(3, 64, 0)]
    public async Task ReadAsync_EachEncoding_GivesSamplesBack(int tag, int bits, double tolerance)
    {
        var reader = Opened(WavBytes.File(Ramp, tag, bits: bits));

        var samples = await reader.ReadAllAsync();

        Assert.True(Floats.MaxDifference(Ramp, samples) <= tolerance);
        Assert.Null(reader.Failure);
        Assert.Equal(Ramp.Length, reader.Length);
    }

    [Theory]
    [InlineData(1, 16, WavEncoding.Signed16)]
    [InlineData(1, 24, WavEncoding.Signed24)]
    [InlineData(3, 32, WavEncoding.Float32)]
    public async Task ReadAsync_ExtensibleFormat_IsReadByItsSubFormat(int tag, int bits, WavEncoding encoding)
    {
        var file = WavBytes.Riff(
            null, "RIFF", WavBytes.ExtensibleFormat(tag, 1, 48_000, bits), WavBytes.Chunk("data", WavBytes.Samples(Ramp, tag, bits)));

        var reader = Opened(file);
        var samples = await reader.ReadAllAsync();

        Assert.Equal(new WavFormat(48_000, 1, encoding), reader.Format);
        Assert.True(Floats.MaxDifference(Ramp, samples) < 1e-4);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(32)]
    public async Task ReadAsync_SeveralChannels_AveragesThem(int channels)
    {
        var interleaved = new float[100 * channels];
        for (var i = 0; i < interleaved.Length; i++)
        {
            interleaved[i] = i % channels == 0 ? 0.5f : 0;
        }

        var samples = await Opened(WavBytes.File(interleaved, tag: 3, channels: channels, bits: 32)).ReadAllAsync();

        Assert.Equal(100, samples.Length);
        Assert.All(samples, sample => Assert.Equal(0.5f / channels, sample, 1e-6f));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(-1, 0.1)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    public async Task ReadAsync_StereoInAnyPolarity_KeepsTheSound(float right, float noise)
    {
        var left = Signals.Tone(300, 1, amplitude: 1);
        var rest = Signals.Noise(1, 1);
        float[] interleaved = [.. left.SelectMany((sample, i) => new[] { sample / 2, (right * sample / 2) + (noise * rest[i]) })];

        var samples = await Opened(WavBytes.File(interleaved, tag: 3, channels: 2, bits: 32)).ReadAllAsync();

        var expected = Math.Abs(right) > 0 ? 0.5 : 0.25;
        var power = samples.Skip(1600).Sum(sample => (double)sample * sample);
        var wanted = left.Skip(1600).Sum(sample => sample * expected * sample * expected);
        Assert.InRange(power / wanted, 0.9, 1.3);
    }

    [Fact]
    public async Task ReadAsync_OneByteAtATimeFromAPipe_GivesTheSameSamples()
    {
        var file = WavBytes.File(Ramp, channels: 2, bits: 24);

        var whole = await Opened(file).ReadAllAsync();
        var trickled = await Opened(new TrickleStream(file)).ReadAllAsync(block: 7);

        Assert.Equal(whole, trickled);
    }

    [Fact]
    public async Task ReadAsync_ChunksOfOddSizeAround_AreSkipped()
    {
        var file = WavBytes.Riff(
            null, "RIFF",
            WavBytes.Chunk("JUNK", new byte[5001]), WavBytes.Format(), WavBytes.Chunk("LIST", [1, 2, 3]),
            WavBytes.Chunk("data", WavBytes.Samples(Ramp, 1, 16)),
            WavBytes.Chunk("id3 ", Enumerable.Repeat((byte)0x7F, 999).ToArray()));

        var samples = await Opened(file).ReadAllAsync();

        Assert.True(Floats.MaxDifference(Ramp, samples) <= 1.0 / 32768);
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(0u, 36u)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(0x7FFFF000u, 0x7FFFF024u)]
    [InlineData(0x80000000u, 0x80000024u)]
    public async Task ReadAsync_SizeLeftOpenByAPipe_ReadsToTheEnd(uint dataSize, uint riffSize)
    {
        var file = WavBytes.Riff(riffSize, "RIFF", WavBytes.Format(), WavBytes.Chunk("data", WavBytes.Samples(Ramp, 1, 16), dataSize));

        var reader = Opened(file);
        var samples = await reader.ReadAllAsync();

        Assert.Equal(Ramp.Length, samples.Length);
        Assert.Null(reader.Length);
        Assert.Null(reader.Failure);
    }

    [Fact]
    public async Task ReadAsync_Rf64_TakesTheSizeFromItsOwnChunk()
    {
        var data = WavBytes.Samples(Ramp, 1, 16);
        byte[] sizes = [.. new byte[8], .. WavBytes.U32((uint)data.Length), .. new byte[4], .. new byte[12]];
        var file = WavBytes.Riff(
            uint.MaxValue, "RF64", WavBytes.Chunk("ds64", sizes), WavBytes.Format(), WavBytes.Chunk("data", data, uint.MaxValue),
            WavBytes.Chunk("LIST", new byte[64]));

        var samples = await Opened(file).ReadAllAsync();

        Assert.Equal(Ramp.Length, samples.Length);
    }

    [Fact]
    public async Task ReadAsync_FewerBytesThanPromised_GivesThemAndSaysSo()
    {
        var file = WavBytes.File(Ramp)[..^301];
        var reader = Opened(file);

        var samples = await reader.ReadAllAsync();

        Assert.Equal(Ramp.Length - 151, samples.Length);
        Assert.Equal("wav-truncated", reader.Failure?.Code);
        Assert.Contains("301 bytes", reader.Failure?.Message);
    }

    [Fact]
    public async Task ReadAsync_PipeBreaks_GivesWhatCameAndSaysSo()
    {
        var reader = Opened(new TrickleStream(WavBytes.File(Ramp), most: 100, breakAt: 744));

        var samples = await reader.ReadAllAsync();

        Assert.Equal((744 - 44) / 2, samples.Length);
        Assert.Equal("wav-unreadable", reader.Failure?.Code);
    }

    [Fact]
    public async Task ReadAsync_FloatsThatAreNoSound_BecomeHarmless()
    {
        var file = WavBytes.File([float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, 0.25f], tag: 3, bits: 32);

        var samples = await Opened(file).ReadAllAsync();

        Assert.Equal([0, 1, -1, 1, 0.25f], samples);
    }

    [Fact]
    public void Open_HonestlyEmptyDataChunkBeforeOthers_SaysEmpty()
    {
        var file = WavBytes.Riff(null, "RIFF", WavBytes.Format(), WavBytes.Chunk("data", []), WavBytes.Chunk("LIST", new byte[100]));

        Assert.Equal("wav-empty", CodeOf(file));
    }

    [Fact]
    public void Open_BadFiles_SayWhatIsWrong()
    {
        var good = WavBytes.File(Ramp);

        Assert.Equal("wav-empty", CodeOf([]));
        Assert.Equal("wav-not-riff", CodeOf("ID3 this is not a sound file of the kind we read"u8.ToArray()));
        Assert.Equal("wav-not-riff", CodeOf([.. "RIFX"u8, .. good[4..]]));
        Assert.Equal("wav-not-riff", CodeOf([.. good[..8], .. "AVI "u8, .. good[12..]]));
        Assert.Equal("wav-header-truncated", CodeOf(good[..3]));
        Assert.Equal("wav-header-truncated", CodeOf(good[..30]));
        Assert.Equal("wav-empty", CodeOf(good[..44]));
        Assert.Equal("wav-empty", CodeOf(good[..45]));
        Assert.Equal("wav-empty", CodeOf(good[..36]));
        Assert.Equal("wav-format-missing", CodeOf(WavBytes.Riff(null, "RIFF", WavBytes.Chunk("data", new byte[100]))));
        Assert.Equal(
            "wav-format-missing",
            CodeOf(WavBytes.Riff(null, "RIFF", WavBytes.Chunk("fmt ", new byte[14]), WavBytes.Chunk("data", new byte[100]))));
    }

    [Theory]
    [InlineData(0x55, 1, 16_000u, 16, "wav-format-unsupported")]
    [InlineData(2, 1, 16_000u, 8, "wav-format-unsupported")]
    [InlineData(1, 0, 16_000u, 16, "wav-format-unsupported")]
    [InlineData(1, 33, 16_000u, 16, "wav-format-unsupported")]
    [InlineData(1, 1, 16_000u, 64, "wav-format-unsupported")]
    [InlineData(3, 1, 16_000u, 16, "wav-format-unsupported")]
    [InlineData(1, 1, 7_999u, 16, "wav-rate-unsupported")]
    [InlineData(1, 1, 192_001u, 16, "wav-rate-unsupported")]
    [InlineData(1, 1, 0u, 16, "wav-rate-unsupported")]
    public void Open_FormatNotUnderstood_SaysWhich(int tag, int channels, uint rateHz, int bits, string code)
    {
        var file = WavBytes.Riff(null, "RIFF", WavBytes.Format(tag, channels, rateHz, bits), WavBytes.Chunk("data", new byte[4096]));

        Assert.Equal(code, CodeOf(file));
    }

    private static string? CodeOf(byte[] file) => WavReader.Open(new MemoryStream(file)).Failure?.Code;

    private static WavReader Opened(byte[] file) => Opened(new MemoryStream(file));

    private static WavReader Opened(Stream stream)
    {
        var outcome = WavReader.Open(stream);
        Assert.Null(outcome.Failure);
        return outcome.Value!;
    }
}

using EdgeRuntime.Assistant.Audio;
using TestKit;

namespace Assistant.Tests.Audio;

public sealed class LogMelFrontEndTests
{
    public static TheoryData<string> Sounds => ["noise", "quiet noise", "chirp", "babble", "silence"];

    [Theory]
    [MemberData(nameof(Sounds))]
    public void Process_AnySound_EqualsTheSlowDefinition(string sound)
    {
        var samples = SoundOf(sound);

        var frames = Run(samples, samples.Length);

        var expected = SlowFrontEnd.LogMel(samples);
        for (var t = 0; t < expected.Length; t++)
        {
            // Single precision carries about 1e-7 of the strongest band into all others;
            // what lies more than 9 nat below it is cut off later anyway.
            var peak = expected[t].Max();
            for (var band = 0; band < 80; band++)
            {
                var tolerance = expected[t][band] > peak - 9 ? 1e-4 : 2e-2;
                Assert.Equal(expected[t][band], frames[(t * 80) + band], tolerance);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(160)]
    [InlineData(161)]
    [InlineData(400)]
    [InlineData(3000)]
    public void Process_AnyBlocks_GivesTheSameFrames(int block)
    {
        var samples = SoundOf("babble");

        Assert.Equal(Run(samples, samples.Length), Run(samples, block));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(399, 0)]
    [InlineData(400, 1)]
    [InlineData(559, 1)]
    [InlineData(560, 2)]
    [InlineData(16_000, 98)]
    public void Process_SoManySamples_GivesEveryWholeWindow(int samples, int frames) =>
        Assert.Equal(frames * 80, Run(new float[samples], 100).Length);

    [Fact]
    public void Process_Tone_PeaksInTheBandAroundIt()
    {
        var frames = Run(Signals.Tone(1000, 0.1), 160);

        var frame = frames.AsSpan(0, 80).ToArray();

        Assert.Equal(26, Array.IndexOf(frame, frame.Max()));
    }

    [Fact]
    public void FlushShort_LessThanAWindow_CompletesItWithSilence()
    {
        var samples = Signals.Noise(300 / 16_000.0);
        var (frontEnd, frame) = (new LogMelFrontEnd(), new float[80]);
        frontEnd.Process(samples, frame);

        var count = frontEnd.FlushShort(frame);

        Assert.Equal(1, count);
        Assert.Equal(Run([.. samples, .. new float[100]], 400), frame);
        Assert.Equal(0, frontEnd.FlushShort(frame));
    }

    [Fact]
    public void FlushShort_AfterAFrame_GivesNothing()
    {
        var (frontEnd, frames) = (new LogMelFrontEnd(), new float[160]);
        frontEnd.Process(new float[500], frames);

        Assert.Equal(0, frontEnd.FlushShort(frames));
    }

    [Fact]
    public void Reset_AfterAStream_StartsAfresh()
    {
        var samples = SoundOf("noise");
        var (frontEnd, first, second) = (new LogMelFrontEnd(), new float[8000], new float[8000]);
        var count = frontEnd.Process(samples.AsSpan(0, 2999), first);

        frontEnd.Reset();

        Assert.Equal(count, frontEnd.Process(samples.AsSpan(0, 2999), second));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Process_ChunkAfterChunk_AllocatesNothing()
    {
        var (frontEnd, chunk, frames) = (new LogMelFrontEnd(), Signals.Noise(0.01), new float[160]);

        Assert.Equal(0, Allocations.Of(() => frontEnd.Process(chunk, frames)));
    }

    private static float[] SoundOf(string name) => name switch
    {
        "noise" => Signals.Noise(0.2),
        "quiet noise" => Signals.Noise(0.2, amplitude: 1e-3),
        "chirp" => Signals.Chirp(50, 7900, 0.3),
        "babble" => Signals.Babble(0.4),
        _ => Signals.Silence(0.1),
    };

    private static float[] Run(float[] samples, int block)
    {
        var frontEnd = new LogMelFrontEnd();
        var room = new float[LogMelFrontEnd.MaxFrames(Math.Max(1, block)) * 80];
        var frames = new List<float>();
        foreach (var piece in samples.Chunk(Math.Max(1, block)))
        {
            frames.AddRange(room.AsSpan(0, 80 * frontEnd.Process(piece, room)));
        }

        return [.. frames];
    }
}

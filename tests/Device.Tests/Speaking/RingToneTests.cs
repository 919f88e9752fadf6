using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Device.Speaking;

namespace Device.Tests.Speaking;

public sealed class RingToneTests
{
    [Fact]
    public async Task Wav_IsASoundOfOurOwnThatNeitherClicksNorClips()
    {
        var samples = (await WavBytes.ReadAsync(new RingTone(new RingToneOptions()).Wav, CancellationToken.None)).Value!;

        Assert.Equal(1.6, samples.Length / (double)AudioFormat.SampleRateHz, 3);
        Assert.InRange(samples.Max(Math.Abs), 0.3f, 0.6f);
        Assert.True(samples.Zip(samples.Skip(1), (a, b) => Math.Abs(a - b)).Max() < 0.3, "a jump is heard as a click");
    }
}

using EdgeRuntime.Assistant.Listening;
using TestKit;

namespace Assistant.Tests.Listening;

public sealed class VoiceActivityDetectorTests
{
    private static readonly float[] Probabilities = [0.1f, 0.45f, 0.55f, 0.4f, 0.36f, 0.3f, 0.45f, 0.9f];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Push_ProbabilityUpAndDown_DecidesWithHysteresis(int outputsPerStep)
    {
        var detector = new VoiceActivityDetector(Model(outputsPerStep), new VoiceActivityOptions());

        var decisions = Run(detector, frames: 32, block: 3);

        Assert.Equal([false, false, true, true, true, false, false, true], decisions.Select(decision => decision.IsSpeech));
        Assert.Equal([4, 8, 12, 16, 20, 24, 28, 32], decisions.Select(decision => decision.EndFrame));
        Assert.True(Floats.MaxDifference(Probabilities, [.. decisions.Select(decision => decision.Probability)]) < 1e-6);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(100, 4)]
    public void Push_AnyBlocks_HandsTheModelEveryFrameOnceInOrder(int block, int outputsPerStep)
    {
        var model = new ScriptedModel(1, (_, _) => 0, outputsPerStep) { Keep = true };
        var detector = new VoiceActivityDetector(model, new VoiceActivityOptions());

        Run(detector, frames: 64, block);

        Assert.Equal(Enumerable.Range(0, 64 * 80).Select(i => (float)i), model.Heard);
    }

    [Fact]
    public void Reset_AfterSpeech_StartsAfresh()
    {
        var model = Model(1);
        var detector = new VoiceActivityDetector(model, new VoiceActivityOptions());
        var before = Run(detector, frames: 14, block: 5);

        detector.Reset();

        Assert.False(detector.IsSpeech);
        Assert.Equal(before, Run(detector, frames: 14, block: 5));
    }

    [Fact]
    public void Constructor_ModelOfAnotherShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new VoiceActivityDetector(new ScriptedModel(2, (_, _) => 0), new VoiceActivityOptions()));

    [Theory]
    [InlineData(0.5f, 0.6f)]
    [InlineData(1f, 0.5f)]
    [InlineData(0.5f, 0f)]
    [InlineData(float.NaN, 0.1f)]
    public void Validate_ThresholdsOutOfOrder_SaysSo(float on, float off) =>
        Assert.Equal("options-invalid", new VoiceActivityOptions { SpeechOn = on, SpeechOff = off }.Validate()?.Code);

    [Fact]
    public void Push_StepAfterStep_AllocatesNothing()
    {
        var detector = new VoiceActivityDetector(new ScriptedModel(1, (i, _) => i % 3), new VoiceActivityOptions());
        var (z, decisions) = (new float[5 * 80], new VoiceActivity[4]);

        Assert.Equal(0, Allocations.Of(() => detector.Push(z, decisions)));
    }

    private static ScriptedModel Model(int outputsPerStep) =>
        new(1, (i, _) => MathF.Log(Probabilities[i % 8] / (1 - Probabilities[i % 8])), outputsPerStep);

    private static List<VoiceActivity> Run(VoiceActivityDetector detector, int frames, int block)
    {
        var all = new List<VoiceActivity>();
        var room = new VoiceActivity[detector.MaxDecisions(block)];
        foreach (var piece in Enumerable.Range(0, frames * 80).Select(i => (float)i).Chunk(block * 80))
        {
            all.AddRange(room.AsSpan(0, detector.Push(piece, room)));
        }

        return all;
    }
}

using EdgeRuntime.Inference.Speech;
using TestKit;

namespace EdgeRuntime.Inference.Tests.Speech;

public sealed class StreamingModelTests : IDisposable
{
    private readonly ModelsFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stream.onnx")]
    [InlineData("elastic.onnx")]
    public void Step_ChunkAfterChunk_CarriesItsStateAsTheOracleDoes(string file)
    {
        using var model = Open(file);
        var random = new Random(3);
        var total = 0.0;
        var last = 0f;

        for (var chunk = 0; chunk < 7; chunk++)
        {
            var features = Features(random, model.FramesPerStep);
            var logits = new float[6];
            model.Step(features, logits);

            for (var t = 0; t < 2; t++)
            {
                Assert.Equal(features.Skip(t * 320).Take(320).Sum(x => (double)x), logits[t * 3], 3);
                Assert.Equal(total, logits[(t * 3) + 1], 3);
                Assert.Equal(last, logits[(t * 3) + 2]);
            }

            total += features.Sum(x => (double)x);
            last = features[^80];
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Reset_AfterAnyNumberOfSteps_ForgetsThem(int steps)
    {
        using var model = Open("stream.onnx");
        var features = Features(new Random(5), 8);
        float[] first = new float[6], again = new float[6];
        model.Step(features, first);

        for (var i = 1; i < steps; i++)
        {
            model.Step(features, again);
        }

        model.Reset();
        model.Step(features, again);

        Assert.Equal(first, again);
    }

    [Fact]
    public void Fork_TwoStreamsInterleaved_DoNotHearEachOther()
    {
        using var one = Open("stream.onnx");
        using var other = one.Fork();
        float[] loud = [.. Enumerable.Repeat(2f, 640)], silent = new float[640], logits = new float[6];

        one.Step(loud, logits);
        other.Step(silent, logits);
        other.Step(silent, logits);

        Assert.Equal([0, 0, 0, 0, 0, 0], logits);
        one.Step(silent, logits);
        Assert.Equal(1280f, logits[1]);
    }

    [Fact]
    public void Fork_FirstStreamDisposed_OtherStillRuns()
    {
        var one = Open("stream.onnx");
        using var other = one.Fork();
        one.Dispose();
        var logits = new float[6];

        other.Step(Features(new Random(1), 8), logits);

        Assert.NotEqual(0, logits[0]);
    }

    [Fact]
    public void Step_AfterTheFirst_AllocatesNothing()
    {
        using var model = Open("stream.onnx");
        var features = Features(new Random(1), 8);
        var logits = new float[6];

        Assert.Equal(0, Allocations.Of(() => model.Step(features, logits)));
    }

    [Fact]
    public void Step_WrongLength_IsMisuse()
    {
        using var model = Open("stream.onnx");

        Assert.Throws<ArgumentException>(() => model.Step(new float[639], new float[6]));
        Assert.Throws<ArgumentException>(() => model.Step(new float[640], new float[5]));
    }

    [Theory]
    [InlineData("cache_last_out float32 1 1 79", "lopsided.onnx")]
    [InlineData("", "halfpair.onnx")]
    public void OpenStreamingModel_CacheWithoutItsPair_IsRefused(string last, string file)
    {
        string[] outputs = [.. new[] { "logits float32 1 2 3", "cache_total_out float32 1 1 1", last }.Where(text => text.Length > 0)];
        _folder.AddStream("odd", file, outputs: outputs);

        var failure = StreamingModel.Open(Models.Engine, _folder.Open().Value!, "odd").Failure!;

        Assert.Equal("model-not-streaming", failure.Code);
        Assert.Contains("cache_last", failure.Message);
    }

    [Fact]
    public void OpenStreamingModel_ElasticWithoutFramesPerStep_IsRefused()
    {
        AddElastic(0);

        Assert.Equal("model-not-streaming", StreamingModel.Open(Models.Engine, _folder.Open().Value!, "elastic.onnx").Failure!.Code);
    }

    [Fact]
    public void OpenStreamingModel_Speller_IsRefused() =>
        Assert.Equal("model-not-streaming", StreamingModel.Open(Models.Engine, _folder.Open().Value!, "g2p").Failure!.Code);

    private static float[] Features(Random random, int frames) =>
        [.. Enumerable.Range(0, frames * 80).Select(_ => random.NextSingle() - 0.5f)];

    private StreamingModel Open(string file)
    {
        if (file == "elastic.onnx")
        {
            AddElastic(8);
        }
        else
        {
            _folder.AddStream(file, file);
        }

        return StreamingModel.Open(Models.Engine, _folder.Open().Value!, file).Value!;
    }

    private void AddElastic(int framesPerStep) => _folder.AddStream(
        "elastic.onnx",
        "elastic.onnx",
        framesPerStep,
        ["features float32 1 -1 80", "cache_total float32 1 1 1", "cache_last float32 1 1 80"],
        ["logits float32 1 -1 3", "cache_total_out float32 1 1 1", "cache_last_out float32 1 1 80"]);
}

using System.Text.Json;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Inference.Speech;
using TestKit;

namespace EdgeRuntime.Inference.Tests.Speech;

/// <summary>The committed models against what the training code got from the same input.</summary>
public sealed class GoldenModelTests
{
    [FixtureFact("models/vad.onnx", "tests/fixtures/golden/vad.json")]
    public void Step_VoiceActivity_AgreesWithTheTrainingCode() => AgreesWithTheTrainingCode("vad");

    [FixtureFact("models/wake.onnx", "tests/fixtures/golden/wake.json")]
    public void Step_Wake_AgreesWithTheTrainingCode() => AgreesWithTheTrainingCode("wake");

    [FixtureFact("models/wake-reader.onnx", "tests/fixtures/golden/wake-reader.json")]
    public void Step_WakeReader_AgreesWithTheTrainingCode() => AgreesWithTheTrainingCode("wake-reader", Phones.Count);

    // Bytes are rounded per chunk, so whole and chunked runs differ a little; the same chunks give the same bytes on any processor.
    [FixtureFact("models/acoustic.onnx", "tests/fixtures/golden/logits-int8-chunk8.f32")]
    public void Step_Acoustic_AgreesWithTheTrainingCodeChunkByChunk()
    {
        using var model = StreamingModel.Open(Models.Engine, Models.Committed(), "acoustic").Value!;
        var features = Floats.Read(Fixtures.Path("golden/normalised.f32"));

        var logits = Run(model, features);

        var expected = Floats.Read(Fixtures.Path("golden/logits-int8-chunk8.f32")).AsSpan(0, logits.Length);
        Assert.Equal(8, model.FramesPerStep);
        Assert.InRange(Floats.MaxDifference(expected, logits), 0, 0.02);
    }

    [FixtureFact("models/second-pass.onnx", "tests/fixtures/golden/logits-second-pass.f32")]
    public void Run_SecondPass_AgreesWithTheTrainingCode()
    {
        using var model = UtteranceModel.Open(Models.Engine, Models.Committed(), "second-pass").Value!;
        var expected = Floats.Read(Fixtures.Path("golden/logits-second-pass.f32"));
        var frames = expected.Length / model.OutputSize * 4;
        Floats.Read(Fixtures.Path("golden/normalised-whole.f32")).AsSpan(0, frames * 80).CopyTo(model.Features);

        model.Run(8);
        var logits = model.Run(frames).ToArray();

        Assert.InRange(Floats.MaxDifference(expected, logits), 0, 0.02);
    }

    [FixtureFact("models/vad.onnx")]
    public void OpenUtteranceModel_StreamingModel_IsRefused() =>
        Assert.Equal("model-not-whole", UtteranceModel.Open(Models.Engine, Models.Committed(), "vad").Failure!.Code);

    [FixtureFact("models/wake.onnx")]
    public void OutputNames_Wake_AreItsPhrases()
    {
        using var wake = StreamingModel.Open(Models.Engine, Models.Committed(), "wake").Value!;

        Assert.Equal(wake.OutputSize, wake.OutputNames.Count);
        Assert.Contains("view glass", wake.OutputNames);
    }

    [FixtureFact("models/vad.onnx", "models/wake.onnx", "models/acoustic.onnx")]
    public void Step_CommittedModels_AllocateNothing()
    {
        foreach (var id in new[] { "vad", "wake", "acoustic" })
        {
            using var model = StreamingModel.Open(Models.Engine, Models.Committed(), id).Value!;
            float[] features = new float[model.FramesPerStep * 80], logits = new float[model.OutputsPerStep * model.OutputSize];

            Assert.Equal(0, Allocations.Of(() => model.Step(features, logits), 10, 500));
        }
    }

    [FixtureFact("models/g2p.onnx", "tests/fixtures/golden/g2p.json")]
    public void Pronounce_GoldenWords_GivesTheVariantsOfTheTrainingCode()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("golden/g2p.json")));
        using var speller = GraphemeToPhoneme.Open(Models.Engine, Models.Committed()).Value!;

        foreach (var word in golden.RootElement.GetProperty("words").EnumerateArray())
        {
            var text = word.GetProperty("word").GetString()!;
            var expected = word.GetProperty("variants").EnumerateArray()
                .Select(variant => string.Join(' ', variant.GetProperty("phones").EnumerateArray()));

            var actual = speller.Pronounce(text).Select(variant => string.Join(' ', variant.Select(Phones.SymbolOf)));

            Assert.Equal((text, string.Join(" | ", expected)), (text, string.Join(" | ", actual)));
        }
    }

    private static void AgreesWithTheTrainingCode(string id, int bands = 80)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Fixtures.Path($"golden/{id}.json")));
        var features = Floats.Read(Fixtures.Path($"golden/{id}.features.f32"));
        using var model = StreamingModel.Open(Models.Engine, Models.Committed(), id).Value!;

        var logits = Run(model, features, bands);

        var difference = Floats.MaxDifference(Floats.Read(Fixtures.Path($"golden/{id}.logits.f32")), logits);
        Assert.InRange(difference, 0, golden.RootElement.GetProperty("tolerance").GetDouble());
    }

    private static float[] Run(StreamingModel model, float[] features, int bands = 80)
    {
        var step = model.FramesPerStep * bands;
        var outputs = model.OutputsPerStep * model.OutputSize;
        var logits = new float[features.Length / step * outputs];
        for (var i = 0; i < features.Length / step; i++)
        {
            model.Step(features.AsSpan(i * step, step), logits.AsSpan(i * outputs, outputs));
        }

        return logits;
    }
}

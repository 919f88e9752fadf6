using System.Text.Json;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Inference.Providers;
using TestKit;

namespace Device.Tests.Hearing;

/// <summary>The committed expert against what the training code computed of the same sound.</summary>
public sealed class ExpertModelTests
{
    private const string Said = "turn the volume up to seventy percent";

    [FixtureFact("models/expert.onnx", "tests/fixtures/golden/expert.json")]
    public void Finish_GoldenSound_TheExpertAgreesWithTheTrainingCode()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Fixtures.Path("golden/expert.json")));
        var scores = golden.RootElement.GetProperty("scores").EnumerateObject();
        var expected = scores.ToDictionary(one => one.Name, one => one.Value.GetDouble());
        using var models = SpeechModels.Open(DeviceProfile.Laptop, Repository.PathOf("models")).Value!;
        var recognizer = models.CreateRecognizer();

        var heard = Hear(recognizer, models);

        Assert.Equal(Said, heard.Best!.Words);
        Assert.True(heard.Evidence!.Value.Expert is { IsAsked: true, Agrees: true, NetLoss: 0 });
        var found = recognizer.Neighbours().Where(one => expected.ContainsKey(one.Reading.Words)).ToList();
        Assert.True(found.Count > 1);
        foreach (var one in found) Assert.Equal(expected[one.Reading.Words], one.ExpertScore!.Value, 2.0); // rivals are 100 apart
    }

    [FixtureFact("models/expert.onnx")]
    public void Finish_TheSameTwice_IsTheSame()
    {
        using var models = SpeechModels.Open(DeviceProfile.Laptop, Repository.PathOf("models")).Value!;
        var recognizer = models.CreateRecognizer();

        var (first, second) = (Hear(recognizer, models), Hear(recognizer, models));

        Assert.Equal(first.Evidence, second.Evidence);
        Assert.Equal(first.Best!.Words, second.Best!.Words);
    }

    private static Recognition Hear(Recognizer recognizer, SpeechModels models)
    {
        var context = CommandContext.Load(Repository.PathOf("models", "contexts", "glasses.yaml"), null).Value!;
        recognizer.Begin(models.Compile(context.Words, ["view glass"]).Value!);
        recognizer.Push(Floats.Read(Fixtures.Path("golden/log-mel.f32")));
        return recognizer.Finish();
    }
}

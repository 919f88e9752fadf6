using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Speech;

namespace EdgeRuntime.Inference.Verification;

/// <summary>Opens a model in the way the runtime uses it and runs it on made-up input, for verification and measurement.</summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly IDisposable _model;
    private readonly Action _run;

    private ModelRunner(IDisposable model, Placement placement, Action run)
    {
        _model = model;
        Placement = placement;
        _run = run;
    }

    public Placement Placement { get; }

    public static Outcome<ModelRunner> Open(InferenceEngine engine, ModelCatalog catalog, ModelEntry model)
    {
        if (model.Id == ModelIds.GraphemeToPhoneme)
        {
            return GraphemeToPhoneme.Open(engine, catalog).TryGet(out var speller, out var refused)
                ? new ModelRunner(speller, speller.Session.Placement, () => speller.Pronounce("priyanka")) : refused;
        }
        if (model.Id == ModelIds.SecondPass)
        {
            return UtteranceModel.Open(engine, catalog, model.Id).TryGet(out var whole, out var refused)
                ? new ModelRunner(whole, whole.Session.Placement, RunOf(whole)) : refused;
        }
        return StreamingModel.Open(engine, catalog, model.Id).TryGet(out var stream, out var failure)
            ? new ModelRunner(stream, stream.Session.Placement, StepOf(stream, model)) : failure;
    }

    /// <summary>One step, one utterance of two seconds, or one word of eight letters.</summary>
    public void Run() => _run();

    public void Dispose() => _model.Dispose();

    private static Action StepOf(StreamingModel stream, ModelEntry model)
    {
        var bands = (int)model.Inputs.First(spec => spec.Name == "features").Shape[2];
        var features = new float[stream.FramesPerStep * bands];
        var logits = new float[stream.OutputsPerStep * stream.OutputSize];
        MakeUp(features);
        return () => stream.Step(features, logits);
    }

    private static Action RunOf(UtteranceModel model)
    {
        MakeUp(model.Features);
        return () => model.Run(2 * AudioFormat.FramesPerSecond);
    }

    private static void MakeUp(Span<float> features)
    {
        var random = new Random(1);
        foreach (ref var feature in features)
        {
            feature = random.NextSingle() * 2 - 1;
        }
    }
}

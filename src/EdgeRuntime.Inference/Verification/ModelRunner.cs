using EdgeRuntime.Assistant;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Language;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Speech;

namespace EdgeRuntime.Inference.Verification;

/// <summary>Opens a model in the way the runtime uses it and runs it on made-up input, for verification and measurement.</summary>
internal sealed class ModelRunner : IDisposable
{
    // Models that are used otherwise than stream by stream. A new family adds itself here, and nothing else changes.
    private static readonly Dictionary<string, Func<InferenceEngine, ModelCatalog, string, Outcome<IRunnableModel>>> Families = new()
    {
        [ModelIds.GraphemeToPhoneme] = (engine, catalog, _) => Opened(GraphemeToPhoneme.Open(engine, catalog)),
        [ModelIds.Expert] = (engine, catalog, id) => Opened(GaussianModel.Open(engine, catalog, id)),
        [ModelIds.SecondPass] = (engine, catalog, id) => Opened(UtteranceModel.Open(engine, catalog, id)),
        [ModelIds.Sentences] = (engine, catalog, _) => Opened(SentenceModel.Open(engine, catalog)),
    };

    private readonly IRunnableModel _model;
    private readonly Action _run;

    private ModelRunner(IRunnableModel model) => (_model, _run) = (model, model.Rehearse());

    public Placement Placement => _model.Session.Placement;

    public static Outcome<ModelRunner> Open(InferenceEngine engine, ModelCatalog catalog, ModelEntry model) =>
        Families.GetValueOrDefault(model.Id, OpenStream)(engine, catalog, model.Id).TryGet(out var opened, out var failure)
            ? new ModelRunner(opened) : failure;

    /// <summary>One step, one utterance of two seconds, or one word of eight letters.</summary>
    public void Run() => _run();

    public void Dispose() => _model.Dispose();

    private static Outcome<IRunnableModel> OpenStream(InferenceEngine engine, ModelCatalog catalog, string id) =>
        Opened(StreamingModel.Open(engine, catalog, id));

    private static Outcome<IRunnableModel> Opened<T>(Outcome<T> model)
        where T : class, IRunnableModel => model.TryGet(out var opened, out var failure) ? Outcome<IRunnableModel>.From(opened) : failure;
}

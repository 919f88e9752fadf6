using EdgeRuntime.Assistant;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Verification;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether every model and its files are there and as promised.</summary>
internal static class ModelChecks
{
    private static readonly string[] Needed =
    [
        ModelIds.Acoustic,
        ModelIds.Vad,
        ModelIds.Wake,
        ModelIds.GraphemeToPhoneme,
        FileIds.Lexicon,
        FileIds.FeaturesPrior,
        FileIds.AcousticDecoding,
    ];

    public static IEnumerable<Check> Look(DoctorOptions options)
    {
        if (!InferenceEngine.Start(options.Profile).TryGet(out var engine, out var failure)
            || !ModelCatalog.Open(options.ModelsFolder).TryGet(out var catalog, out failure))
        {
            return [Failed("models", failure)];
        }

        var absent = Needed.Select(id => catalog.PathOf(id).Failure).OfType<Failure>().Select(missing => Failed("models", missing));
        return [.. absent, .. ModelVerifier.Verify(engine, catalog).Select(Report)];
    }

    private static Check Report(ModelVerdict verdict)
    {
        var about = $"model {verdict.Entry.Id}";
        var promised = $"{verdict.Entry.File} is as promised";
        return verdict switch
        {
            { Failure: { } failure } => Failed(about, failure),
            { Placement.Note: { } note } =>
                new Check(about, CheckLevel.Warn, note, "Choose a provider of this build in the device profile."),
            { Placement: { } placement } => new Check(about, CheckLevel.Ok, $"{promised} and runs on {Providers(placement)}."),
            _ => new Check(about, CheckLevel.Ok, $"{promised}."),
        };
    }

    private static string Providers(Placement placement) => string.Join(", ", placement.Providers.Select(share => share.Provider));

    private static Check Failed(string about, Failure failure) => new(about, CheckLevel.Fail, failure.Message, failure.Next);
}

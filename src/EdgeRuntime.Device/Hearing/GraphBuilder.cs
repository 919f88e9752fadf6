using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;

namespace EdgeRuntime.Device.Hearing;

/// <summary>Compiles what can be said into what can be heard, with the lexicon of a checked models folder. It needs no acoustic model,
/// so that one thread may compile while another opens them. One thread at a time.</summary>
public sealed class GraphBuilder : IDisposable
{
    private readonly Lazy<Outcome<InferenceEngine>> _engine;
    private readonly LazySpeller _speller;

    private GraphBuilder(ModelCatalog catalog, DeviceProfile profile, Lexicon lexicon, HearingOptions options)
    {
        (Catalog, Options) = (catalog, options);
        _engine = new(() => InferenceEngine.Start(profile));
        _speller = new LazySpeller(() => _engine.Value, catalog);
        Pronouncer = new Pronouncer(lexicon, _speller);
    }

    /// <summary>How words are spoken.</summary>
    public Pronouncer Pronouncer { get; }

    /// <summary>How sound becomes a recognition.</summary>
    internal HearingOptions Options { get; }

    /// <summary>The models folder.</summary>
    internal ModelCatalog Catalog { get; }

    /// <summary>What runs its models, started when first asked for; any thread.</summary>
    internal Outcome<InferenceEngine> Engine => _engine.Value;

    /// <summary>Reads the lexicon. Failures: those of the catalog.</summary>
    /// <param name="profile">How models are run.</param>
    /// <param name="folder">Models folder.</param>
    /// <param name="options">How sound becomes a recognition; null for what is built in.</param>
    public static Outcome<GraphBuilder> Open(DeviceProfile profile, string folder, HearingOptions? options = null) =>
        ModelCatalog.Open(folder).TryGet(out var catalog, out var failure)
            && catalog.Read(FileIds.Lexicon).TryGet(out var lexicon, out failure)
            ? new GraphBuilder(catalog, profile, new Lexicon(lexicon), options ?? new HearingOptions())
            : failure;

    /// <summary>Compiles a context, with the wake phrases allowed in front.</summary>
    /// <param name="words">What can be said.</param>
    /// <param name="wakePhrases">Phrases that may stand in front.</param>
    /// <param name="afterWake">True where the sound begins inside the wake phrase, so that its end alone may stand in front too.</param>
    public Outcome<PhoneGraph> Compile(WordGraph words, IReadOnlyList<string> wakePhrases, bool afterWake = false)
    {
        var options = Options.Graph with { OptionalPrefixes = wakePhrases, AcceptsCutPrefixes = afterWake };
        var compiled = PhoneGraph.Compile(words, Pronouncer, options);
        return _speller.Failure is { } unspelt ? unspelt : compiled;
    }

    /// <summary>Closes the letters-to-phones model, if it was needed.</summary>
    public void Dispose() => _speller.Dispose();
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Speech;

namespace EdgeRuntime.Device.Hearing;

/// <summary>What understands speech, opened once per process from the checked models folder. Streams that it hands out may run on
/// several threads; it is itself used by one thread at a time and closes what it opened.</summary>
public sealed class SpeechModels : IDisposable
{
    private readonly GraphBuilder _graphs;
    private readonly InferenceEngine _engine;
    private readonly StreamingModel _acoustic;
    private readonly UtteranceModel? _secondPass; // null: its weight is 0
    private readonly float[] _prior; // [80]
    private readonly BackgroundModel _background;
    private readonly ExpertModel? _expert; // null: its weight is 0
    private readonly List<IDisposable> _streams = [];

    private SpeechModels(
        GraphBuilder graphs,
        InferenceEngine engine,
        StreamingModel acoustic,
        UtteranceModel? secondPass,
        float[] prior,
        DecodingOptions decoding,
        BackgroundModel background,
        ExpertModel? expert)
    {
        _graphs = graphs;
        _engine = engine;
        _acoustic = acoustic;
        _secondPass = secondPass;
        _prior = prior;
        Decoding = decoding;
        _background = background;
        _expert = expert;
    }

    /// <summary>How words are spoken.</summary>
    public Pronouncer Pronouncer => _graphs.Pronouncer;

    /// <summary>Settings of the decoder that belong to the acoustic model.</summary>
    public DecodingOptions Decoding { get; }

    /// <summary>How sound becomes a recognition.</summary>
    public HearingOptions Options => _graphs.Options;

    private ModelCatalog Catalog => _graphs.Catalog;

    /// <summary>Opens the acoustic models and what goes with them. Failures: those of the engine, the catalog and the settings.</summary>
    /// <param name="profile">How models are run.</param>
    /// <param name="folder">Models folder.</param>
    /// <param name="options">How sound becomes a recognition; null for what is built in.</param>
    public static Outcome<SpeechModels> Open(DeviceProfile profile, string folder, HearingOptions? options = null)
    {
        if (!GraphBuilder.Open(profile, folder, options).TryGet(out var graphs, out var failure)) return failure;
        var opened = Open(graphs);
        if (opened.Failure is not null) graphs.Dispose();
        return opened;
    }

    /// <summary>The same for a folder that contexts are compiled with already, on this thread or another; it is taken over,
    /// unless this fails.</summary>
    public static Outcome<SpeechModels> Open(GraphBuilder graphs)
    {
        var catalog = graphs.Catalog;
        if (!graphs.Engine.TryGet(out var engine, out var failure)
            || !catalog.Read(FileIds.FeaturesPrior).TryGet(out var priorBytes, out failure)
            || !FeaturePrior.Load(new MemoryStream(priorBytes)).TryGet(out var prior, out failure)
            || !catalog.Read(FileIds.AcousticDecoding).TryGet(out var settings, out failure)
            || !DecodingOptions.Load(new MemoryStream(settings)).TryGet(out var decoding, out failure)
            || !catalog.Read(FileIds.Background).TryGet(out var backgroundBytes, out failure)
            || !BackgroundModel.Load(backgroundBytes).TryGet(out var background, out failure)
            || !StreamingModel.Open(engine, catalog, ModelIds.Acoustic).TryGet(out var acoustic, out failure))
        {
            return failure;
        }

        decoding = graphs.Options.Recognition.Over(decoding);
        UtteranceModel? secondPass = null;
        if (decoding.SecondPassWeight > 0 && !UtteranceModel.Open(engine, catalog, ModelIds.SecondPass).TryGet(out secondPass, out failure))
        {
            acoustic.Dispose();
            return failure;
        }

        ExpertModel? expert = null;
        if (decoding is { Expert.Most: > 0, SecondPassWeight: > 0 } && !ExpertModel.Open(engine, catalog).TryGet(out expert, out failure))
        {
            acoustic.Dispose();
            secondPass?.Dispose();
            return failure;
        }

        return new SpeechModels(graphs, engine, acoustic, secondPass, prior, decoding, background, expert);
    }

    /// <summary>A recogniser with its own streams through the acoustic models.</summary>
    public Recognizer CreateRecognizer() =>
        new(Keep(_acoustic.Fork()), _prior, Decoding, _background, CreateSecondPass(), _expert?.Create(Keep));

    /// <summary>Streams of their own through the acoustic models, for what looks at a wake.</summary>
    public WakeStreams CreateWakeStreams() => new(Keep(_acoustic.Fork()), CreateSecondPass());

    /// <summary>Wake phrases and thresholds; built in where the catalog has none.</summary>
    public Outcome<WakeSettings> ReadWakeSettings()
    {
        if (Catalog.Manifest.Files.All(file => file.Id != FileIds.WakeSettings)) return new WakeSettings().With(Options.Wake);
        return Catalog.Read(FileIds.WakeSettings).TryGet(out var json, out var failure)
            && WakeSettings.Read(json).TryGet(out var settings, out failure)
            ? settings.With(Options.Wake)
            : failure;
    }

    /// <summary>The second stage of the wake word.</summary>
    /// <param name="phrases">All phrases of the wake model, in its order.</param>
    /// <param name="streams">What it listens through.</param>
    public Outcome<WakeCheck> CreateWakeCheck(IReadOnlyList<WakePhrase> phrases, WakeCheckOptions options, WakeStreams streams)
    {
        var scorers = new List<PhraseScorer>();
        foreach (var phrase in phrases)
        {
            if (!PhraseScorer.Create(phrase.Text, Pronouncer, Decoding).TryGet(out var scorer, out var failure)) return failure;
            scorers.Add(scorer);
        }

        if (options.BothPasses && _secondPass is null)
        {
            return WakeSettings.Invalid("bothPasses asks for a second pass, which acoustic-decoding.json leaves out");
        }

        var second = options.BothPasses ? streams.Second : null;
        if (options.ReaderWeight == 0) return new WakeCheck(streams.Acoustic, second, null, _prior, scorers, options);
        if (!StreamingModel.Open(_engine, Catalog, ModelIds.WakeReader).TryGet(out var reader, out var closed)) return closed;
        return new WakeCheck(streams.Acoustic, second, Keep(reader), _prior, scorers, options);
    }

    /// <summary>The second look at a wake after which nothing was understood.</summary>
    /// <param name="phrases">All phrases of the wake model, in its order.</param>
    /// <param name="streams">What it listens through; may be those of a check on the same thread,
    /// which never runs at the same time.</param>
    public Outcome<WakeReview> CreateWakeReview(IReadOnlyList<WakePhrase> phrases, WakeStreams streams)
    {
        var borders = new List<PhraseBorders>();
        foreach (var phrase in phrases)
        {
            if (!PhraseBorders.Create(phrase.Text, Pronouncer, Decoding).TryGet(out var border, out var failure)) return failure;
            borders.Add(border);
        }

        return new WakeReview(streams.Acoustic, streams.Second, _prior, borders);
    }

    /// <summary>Everything a conversation hears with.</summary>
    /// <param name="settings">Wake phrases of the model.</param>
    /// <param name="wakePhrases">Phrases that wake; the others of the model stay silent.</param>
    /// <param name="context">What can be understood.</param>
    /// <param name="turn">Carries wishes out.</param>
    public Outcome<ConversationParts> CreateConversation(
        WakeSettings settings, IReadOnlyList<string> wakePhrases, Func<PhoneGraph> context, Turn turn)
    {
        var options = settings.ListenFor(wakePhrases, Options.Listener);
        var phrases = options.WakeWord.Phrases;
        var streams = CreateWakeStreams();
        if (!CreateListener(options, withWakeWord: true).TryGet(out var listener, out var failure)
            || !CreateWakeCheck(phrases, settings.CheckOver(Options.WakeCheck), streams).TryGet(out var check, out failure)
            || !CreateWakeReview(phrases, streams).TryGet(out var review, out failure))
        {
            return failure;
        }

        return new ConversationParts(
            listener, phrases, check, new UtteranceSegmenter(Options.Segmenter), CreateRecognizer(), context, turn)
        {
            WakeReview = review,
        };
    }

    /// <summary>Compiles what can be said into what can be heard, with the wake phrases allowed in front.</summary>
    /// <param name="words">What can be said.</param>
    /// <param name="wakePhrases">Phrases that may stand in front.</param>
    /// <param name="afterWake">True where the sound begins inside the wake phrase, so that its end alone may stand in front too.</param>
    public Outcome<PhoneGraph> Compile(WordGraph words, IReadOnlyList<string> wakePhrases, bool afterWake = false) =>
        _graphs.Compile(words, wakePhrases, afterWake);

    /// <summary>A listener with its own streams through the always-on models.</summary>
    /// <param name="withWakeWord">False leaves the wake word model closed.</param>
    public Outcome<AlwaysOnListener> CreateListener(ListenerOptions options, bool withWakeWord)
    {
        if (!StreamingModel.Open(_engine, Catalog, ModelIds.Vad).TryGet(out var voice, out var failure)) return failure;
        Keep(voice);
        StreamingModel? wake = null;
        if (withWakeWord && !StreamingModel.Open(_engine, Catalog, ModelIds.Wake).TryGet(out wake, out failure)) return failure;
        if (wake is not null) Keep(wake);
        return new AlwaysOnListener(voice, wake, _prior, options);
    }

    /// <summary>Closes every model and stream.</summary>
    public void Dispose()
    {
        _streams.ForEach(stream => stream.Dispose());
        _graphs.Dispose();
        _acoustic.Dispose();
        _secondPass?.Dispose();
        _expert?.Dispose();
    }

    private SecondPass? CreateSecondPass() =>
        _secondPass is null ? null : new SecondPass(Keep(_secondPass.Fork()), _prior, Decoding.SecondPassWeight);

    private T Keep<T>(T stream)
        where T : IDisposable
    {
        _streams.Add(stream);
        return stream;
    }
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Sentences;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Language;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;

namespace EdgeRuntime.Device.Hearing;

/// <summary>Understands sentences that the grammar of a context does not hold. The model is opened when the first of them comes, and closed
/// when none came for <see cref="Idle"/>. Any thread, one sentence at a time.</summary>
public sealed class FreeSentences : IDisposable
{
    /// <summary>How long the model is kept without a sentence.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly DeviceProfile _profile;
    private readonly string _models;
    private readonly Lock _lock = new();
    private readonly ITimer _idle;
    private SentenceModel? _model;
    private SentenceSettings? _settings;

    /// <summary>Over a models folder, of which nothing is read yet.</summary>
    /// <param name="profile">How models are run.</param>
    /// <param name="models">Models folder.</param>
    /// <param name="time">Says when nothing came for long.</param>
    public FreeSentences(DeviceProfile profile, string models, TimeProvider time)
    {
        (_profile, _models) = (profile, models);
        _idle = time.CreateTimer(_ => Close(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True while the model takes memory.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock) return _model is not null;
        }
    }

    /// <summary>Reads a sentence. Failures: those of the engine, the catalog and the model's settings.</summary>
    /// <param name="text">Sentence as typed.</param>
    /// <param name="context">What can be wished; null comes back where the model has learned another one.</param>
    public Outcome<Recognition?> Read(string text, CommandContext context)
    {
        lock (_lock)
        {
            if (!Open_NeedsLock().TryGet(out var settings, out var failure)) return failure;
            if (!Knows(settings, context)) return Outcome<Recognition?>.From(null);
            if (_model is null && !OpenModel_NeedsLock().TryGet(out _model, out failure)) return failure;
            _idle.Change(Idle, Timeout.InfiniteTimeSpan);
            var grammars = new SlotGrammars(context.Definition, context.Names);
            return new SentenceReader(_model, settings, grammars).Read(text);
        }
    }

    /// <summary>Closes the model.</summary>
    public void Dispose()
    {
        _idle.Dispose();
        Close();
    }

    private Outcome<SentenceSettings> Open_NeedsLock()
    {
        if (_settings is not null) return _settings;
        if (!ModelCatalog.Open(_models).TryGet(out var catalog, out var failure)
            || !catalog.Read(FileIds.SentenceSettings).TryGet(out var json, out failure)
            || !SentenceSettings.Read(json).TryGet(out _settings, out failure))
        {
            return failure;
        }

        return _settings;
    }

    private Outcome<SentenceModel> OpenModel_NeedsLock() =>
        InferenceEngine.Start(_profile).TryGet(out var engine, out var failure)
            && ModelCatalog.Open(_models).TryGet(out var catalog, out failure)
            ? SentenceModel.Open(engine, catalog)
            : failure;

    // A context that lacks one of the intents is not the one whose sentences were learned.
    private static bool Knows(SentenceSettings settings, CommandContext context)
    {
        var names = context.Definition.Intents.Select(intent => intent.Name).ToHashSet(StringComparer.Ordinal);
        return settings.Intents.All(intent => intent == SentenceSettings.Outside || names.Contains(intent));
    }

    private void Close()
    {
        lock (_lock)
        {
            _model?.Dispose();
            _model = null;
        }
    }
}

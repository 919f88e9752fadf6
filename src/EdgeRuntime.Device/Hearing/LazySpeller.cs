using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Speech;

namespace EdgeRuntime.Device.Hearing;

/// <summary>The letters-to-phones model, opened at the first word outside the lexicon: most contexts never need it.
/// One thread at a time.</summary>
internal sealed class LazySpeller(Func<Outcome<InferenceEngine>> startEngine, ModelCatalog catalog) : IGraphemeToPhoneme, IDisposable
{
    private GraphemeToPhoneme? _model;

    /// <summary>Why the model could not be opened when it was needed; null while all is well.</summary>
    public Failure? Failure { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Pronounce(string word)
    {
        if (_model is null && Failure is null)
        {
            Failure = startEngine().TryGet(out var engine, out var failure)
                && GraphemeToPhoneme.Open(engine, catalog).TryGet(out _model, out failure) ? null : failure;
        }

        return _model?.Pronounce(word) ?? [];
    }

    /// <summary>Closes the model, where one was opened.</summary>
    public void Dispose() => _model?.Dispose();
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Sentences;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Language;

/// <summary>Reads free sentences with one pass of a transformer. Any thread, one at a time.</summary>
public sealed class SentenceModel : ISentenceModel, IRunnableModel
{
    /// <summary>Most pieces that are read, the first and the last included; what comes behind is left out.</summary>
    public const int MaxPieces = 64;

    /// <summary>Most characters that are cut into pieces: more than 64 pieces of the longest words.</summary>
    private const int MaxCharacters = 2_000;

    private static readonly string[] InputNames = ["ids"];
    private static readonly string[] OutputNames = ["intents", "tags", "flags"];
    private readonly ModelSession _session;
    private readonly PieceCutter _cutter;
    private readonly RunOptions _run = new();

    private SentenceModel(ModelSession session, PieceCutter cutter) => (_session, _cutter) = (session, cutter);

    /// <summary>What the manifest says of the model, and what runs where.</summary>
    public ModelSession Session => _session;

    /// <summary>Opens the model and its vocabulary. Failures: those of <see cref="InferenceEngine.Open"/> and of the catalog,
    /// <c>model-not-sentences</c>, <c>vocabulary-invalid</c>.</summary>
    public static Outcome<SentenceModel> Open(InferenceEngine engine, ModelCatalog catalog)
    {
        if (!catalog.Read(FileIds.SentenceVocabulary).TryGet(out var vocabulary, out var failure)) return failure;
        if (PieceCutter.Open(vocabulary) is not { } cutter) return NotAVocabulary();
        if (!engine.Open(catalog, ModelIds.Sentences).TryGet(out var session, out failure)) return failure;
        if (session.Entry.Inputs is [{ Name: "ids", Type: "int64", Shape: [1, -1] }]
            && session.Entry.Outputs is [{ Name: "intents", Type: "float32", Shape: [1, _] },
            { Name: "tags", Type: "float32", Shape: [1, -1, _] }, { Name: "flags", Type: "float32", Shape: [1, 2] }])
        {
            return new SentenceModel(session, cutter);
        }

        session.Dispose();
        return NotSentences(session.Entry);
    }

    Action IRunnableModel.Rehearse() => () => Run("could you please wake me up at half past seven tomorrow");

    /// <inheritdoc/>
    public SentenceOutput Run(string plain)
    {
        var cut = _cutter.Cut(plain.Length > MaxCharacters ? plain[..MaxCharacters] : plain).Take(MaxPieces - 2).ToArray();
        long[] ids = [_cutter.Begin, .. cut.Select(piece => piece.Id), _cutter.End]; // [pieces + 2]
        using var input = OrtValue.CreateTensorValueFromMemory(ids, [1, ids.Length]);
        using var results = _session.Session.Run(_run, InputNames, [input], OutputNames);
        var tags = results[1].GetTensorDataAsSpan<float>(); // [1, pieces + 2, tags]
        var width = tags.Length / ids.Length;
        return new SentenceOutput(
            results[0].GetTensorDataAsSpan<float>().ToArray(), tags[width..^width].ToArray(),
            results[2].GetTensorDataAsSpan<float>().ToArray(),
            [.. cut.Select(piece => piece.At)]);
    }

    /// <summary>Frees the session when no other user is left.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static Failure NotSentences(ModelEntry entry) => new(
        Stages.Model,
        "model-not-sentences",
        $"Refusing to read sentences with {entry.Id}: it needs ids int64 [1, -1] in and intents, tags and flags float32 out.",
        "Export the model again with models/training/sentences, then run models/training/manifest.py.",
        Blame.Model);

    private static Failure NotAVocabulary() => new(
        Stages.Model,
        "vocabulary-invalid",
        "Refusing to read sentences: the vocabulary is no list of pieces with [UNK], [CLS], [SEP], [PAD] and [MASK].",
        "Restore models/sentences-vocabulary.txt from the release.",
        Blame.Model);
}

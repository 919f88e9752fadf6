using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Speech;

/// <summary>Letters to phones with one pass of a CTC model and a small beam. Any thread, one at a time.</summary>
public sealed class GraphemeToPhoneme : IGraphemeToPhoneme, IRunnableModel
{
    /// <summary>Longest word that is pronounced; letters beyond are left out, since no name is that long.</summary>
    public const int MaxLetters = 64;

    private static readonly string[] InputNames = ["letters"];
    private static readonly string[] OutputNames = ["logits"];
    private readonly ModelSession _session;
    private readonly RunOptions _run = new();

    private GraphemeToPhoneme(ModelSession session) => _session = session;

    /// <summary>What the manifest says of the model, and what runs where.</summary>
    public ModelSession Session => _session;

    /// <summary>Opens the letters-to-phones model. Failures: those of <see cref="InferenceEngine.Open"/>,
    /// and <c>model-not-g2p</c>.</summary>
    public static Outcome<GraphemeToPhoneme> Open(InferenceEngine engine, ModelCatalog catalog) =>
        engine.Open(catalog, ModelIds.GraphemeToPhoneme).TryGet(out var session, out var failure) ? Over(session) : failure;

    Action IRunnableModel.Rehearse() => () => Pronounce("priyanka");

    // Takes the session over; where it cannot be one, the session is closed.
    private static Outcome<GraphemeToPhoneme> Over(ModelSession session)
    {
        if (session.Entry.Inputs is [{ Name: "letters", Type: "int64", Shape: [1, -1] }]
            && session.Entry.Outputs is [{ Name: "logits", Type: "float32", Shape: [1 or -1, -1, Phones.Count] }])
        {
            return new GraphemeToPhoneme(session);
        }

        session.Dispose();
        return NotG2p(session.Entry);
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Pronounce(string word)
    {
        var letters = LetterAlphabet.Encode(word, MaxLetters);
        if (letters.Length == 0)
        {
            return [];
        }

        using var input = OrtValue.CreateTensorValueFromMemory(letters, [1, letters.Length]);
        using var results = _session.Session.Run(_run, InputNames, [input], OutputNames);
        return CtcBeam.Best(results[0].GetTensorDataAsSpan<float>(), Phones.Count);
    }

    /// <summary>Frees the session when no other user is left.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static Failure NotG2p(ModelEntry entry) => new(
        Stages.Model,
        "model-not-g2p",
        $"Refusing to spell with {entry.Id}: it needs letters int64 [1, -1] in and logits float32 [1, -1, {Phones.Count}] out.",
        "Export the model again with models/training, then run models/training/manifest.py.",
        Blame.Model);
}

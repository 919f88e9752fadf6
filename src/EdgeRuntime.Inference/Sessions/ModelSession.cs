using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Sessions;

/// <summary>A loaded model whose inputs and outputs are those of its manifest entry. Runs may overlap on any threads;
/// shared by its users and freed by the last one that disposes it.</summary>
public sealed class ModelSession : IDisposable
{
    private readonly string _requestedProvider;
    private readonly string? _providerNote;
    private int _users = 1;

    private ModelSession(ModelEntry entry, InferenceSession session, string requestedProvider, string? providerNote)
    {
        Entry = entry;
        Session = session;
        _requestedProvider = requestedProvider;
        _providerNote = providerNote;
    }

    /// <summary>What the manifest says of it.</summary>
    public ModelEntry Entry { get; }

    /// <summary>What runs where; asks the native session anew each time.</summary>
    public Placement Placement => PlacementReader.Read(Session, _requestedProvider, _providerNote);

    internal InferenceSession Session { get; }

    internal static Outcome<ModelSession> Create(ModelEntry entry, byte[] model, InferenceEngine engine)
    {
        using var options = SessionSettings.Create(engine, out var note);
        InferenceSession session;
        try
        {
            session = new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException error)
        {
            return Unreadable(entry, error);
        }

        if (SignatureCheck.Difference(entry, session) is { } difference)
        {
            session.Dispose();
            return Mismatch(entry, difference);
        }

        return new ModelSession(entry, session, engine.Profile.Provider, note);
    }

    internal ModelSession Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Frees the native session when its last user is gone.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Session.Dispose();
        }
    }

    private static Failure Unreadable(ModelEntry entry, OnnxRuntimeException error) => new(
        Stages.Model,
        "model-unreadable",
        $"Refusing to load {entry.Id}: ONNX Runtime cannot read {entry.File} ({error.Message.ReplaceLineEndings(" ").Trim()}).",
        "Copy the models folder again from the release of this program.",
        Blame.Model);

    private static Failure Mismatch(ModelEntry entry, string difference) => new(
        Stages.Model,
        "model-shape-mismatch",
        $"Refusing to load {entry.Id} from {entry.File}: {difference}.",
        "Use the manifest.json that was made with this model, or run models/training/manifest.py.",
        Blame.Model);
}

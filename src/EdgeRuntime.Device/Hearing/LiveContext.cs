using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>The context of a running service: compiled again when contacts or playlists change, and the old one kept when that fails. One thread.</summary>
/// <param name="path">Context file or folder.</param>
/// <param name="state">Where they are.</param>
/// <param name="models">Compile it.</param>
/// <param name="wakePhrases">Phrases that may stand in front.</param>
/// <param name="report">Takes why a new one could not be used.</param>
public sealed class LiveContext(string path, IGlassesState state, SpeechModels models, IReadOnlyList<string> wakePhrases, Action<Failure> report)
{
    private GlassesState? _loaded;
    private PhoneGraph? _graph;

    /// <summary>What can be understood now; <see cref="Load"/> must have succeeded once.</summary>
    public PhoneGraph Current
    {
        get
        {
            if (!IsUpToDate(state.Current) && Load() is { } failure) report(failure);
            return _graph ?? throw new InvalidOperationException("The context was never loaded.");
        }
    }

    /// <summary>Reads and compiles; null, or why the old one stays.</summary>
    public Failure? Load()
    {
        var now = state.Current;
        _loaded = now; // also when it fails: the same names would fail again at every wake
        if (!CommandContext.Load(path, now).TryGet(out var context, out var failure)
            || !models.Compile(context.Words, wakePhrases, afterWake: true).TryGet(out var graph, out failure))
        {
            return failure;
        }

        _graph = graph;
        return null;
    }

    private bool IsUpToDate(GlassesState now) =>
        _loaded is { } before && now.Contacts.SequenceEqual(before.Contacts) && now.Playlists.SequenceEqual(before.Playlists);
}

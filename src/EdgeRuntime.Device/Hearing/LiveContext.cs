using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>The context of a running service: compiled again beside the conversation when contacts or playlists change, and the old one kept until that is
/// done, or when it fails. <see cref="Current"/> may be read by any thread.</summary>
/// <param name="path">Context file or folder.</param>
/// <param name="state">Where they are.</param>
/// <param name="compile">Makes it heard; called by one thread at a time.</param>
/// <param name="report">Takes why a new one could not be used.</param>
public sealed class LiveContext(string path, IGlassesState state, Func<WordGraph, Outcome<PhoneGraph>> compile, Action<Failure> report)
{
    private GlassesState? _loaded;
    private volatile PhoneGraph? _graph;

    /// <summary>Raised after another context has taken the place of the old one, with the state it was made from.</summary>
    public event Action<GlassesState>? Renewed;

    /// <summary>What can be understood now; <see cref="Load"/> must have succeeded once.</summary>
    public PhoneGraph Current => _graph ?? throw new InvalidOperationException("The context was never loaded.");

    /// <summary>Reads and compiles; null, or why the old one stays. Not while <see cref="FollowAsync"/> runs.</summary>
    public Failure? Load()
    {
        var now = state.Current;
        _loaded = now; // also when it fails: the same names would fail again
        if (!CommandContext.Load(path, now).TryGet(out var context, out var failure) || !compile(context.Words).TryGet(out var graph, out failure)) return failure;
        _graph = graph;
        return null;
    }

    /// <summary>Follows what phones give until cancelled. Compiling takes longer than a wearer waits after a wake phrase, so it is not left for then.</summary>
    /// <param name="stop">Ends it.</param>
    public async Task FollowAsync(CancellationToken stop)
    {
        // One word that something has changed is enough, however often it has.
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Tell() => news.Writer.TryWrite(true);
        state.Changed += Tell;
        try
        {
            Tell(); // of what has changed since it was loaded
            await foreach (var _ in news.Reader.ReadAllAsync(stop).ConfigureAwait(false)) Renew();
        }
        finally
        {
            state.Changed -= Tell;
        }
    }

    private void Renew()
    {
        var now = state.Current;
        if (_loaded is { } before && now.Contacts.SequenceEqual(before.Contacts) && now.Playlists.SequenceEqual(before.Playlists)) return;
        if (Load() is { } failure) report(failure);
        else Renewed?.Invoke(_loaded!);
    }
}

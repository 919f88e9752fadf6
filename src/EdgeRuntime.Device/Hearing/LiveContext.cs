using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>The context of a running service: compiled again beside the conversation when contacts or playlists change,
/// and the old one kept until that is done, or when it fails. While the glasses wait for the answer to a question, answers can be said too.
/// <see cref="Current"/> may be read by any thread.</summary>
/// <param name="path">Context file or folder.</param>
/// <param name="state">Where contacts and playlists are.</param>
/// <param name="compile">Makes it heard; called by one thread at a time.</param>
/// <param name="time">Clock, for whether a question is still open.</param>
/// <param name="report">Takes why a new one could not be used.</param>
/// <param name="surroundings">What is known around the wearer; null for nothing.</param>
/// <param name="limits">Limits of a context; null for what is built in.</param>
public sealed class LiveContext(
    string path,
    IGlassesState state,
    Func<WordGraph, Outcome<PhoneGraph>> compile,
    TimeProvider time,
    Action<Failure> report,
    IReadOnlyDictionary<string, string>? surroundings = null,
    ContextCompilerOptions? limits = null)
{
    private readonly Lock _compiling = new();
    private readonly GlassesClock _clock = new(time);
    private GlassesState? _loaded;
    private volatile PhoneGraph? _graph;
    private volatile PhoneGraph? _withAnswers; // compiled when the first question is asked
    private volatile Failure? _leftOut;

    /// <summary>Raised after another context has taken the place of the old one, with the state it was made from.</summary>
    public event Action<GlassesState>? Renewed;

    /// <summary>What can be understood now; <see cref="Load"/> must have succeeded once.</summary>
    public PhoneGraph Current
    {
        get
        {
            var graph = _graph ?? throw new InvalidOperationException("The context was never loaded.");
            return IsAsked ? WithAnswers() : graph;
        }
    }

    private bool IsAsked => state.Current.Asked?.IsOpen(_clock) == true;

    /// <summary>Why some names of phones are not in <see cref="Current"/>; null where all are. Any thread.</summary>
    public Failure? LeftOut => _leftOut;

    /// <summary>Reads and compiles; null, or why the old one stays. Not while <see cref="FollowAsync"/> runs.</summary>
    public Failure? Load()
    {
        var now = state.Current;
        _loaded = now; // also when it fails: the same names would fail again
        Failure? leftOut = null;
        lock (_compiling)
        {
            var loaded = CommandContext.Load(path, now, Compiled, why => leftOut = why, surroundings, limits: limits);
            if (!loaded.TryGet(out var made, out var failure)) return failure;
            (_graph, _leftOut) = (made.Graph, leftOut);
            _withAnswers = made.Context.HasAnswers ? null : made.Graph;
        }

        if (leftOut is not null) report(leftOut);
        return null;
    }

    private Outcome<(CommandContext Context, PhoneGraph Graph)> Compiled(CommandContext context) =>
        compile(context.Words).TryGet(out var graph, out var failure) ? (context, graph) : failure;

    // Compiled while the question is spoken; who comes earlier waits. Without them the wearer can still wish something else.
    private PhoneGraph WithAnswers()
    {
        lock (_compiling)
        {
            if (_withAnswers is { } ready) return ready;
            var graph = _graph!;
            if (CommandContext.Load(path, _loaded, Compiled, _ => { }, surroundings, withAnswers: true, limits: limits)
                .TryGet(out var made, out var failure))
            {
                graph = made.Graph;
            }
            else
            {
                report(failure);
            }

            return _withAnswers = graph;
        }
    }

    /// <summary>Follows what phones give until cancelled. Compiling takes longer than a wearer waits after a wake phrase,
    /// so it is not left for then.</summary>
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
        if (_loaded is not { } before || !now.Contacts.SequenceEqual(before.Contacts) || !now.Playlists.SequenceEqual(before.Playlists))
        {
            if (Load() is { } failure) report(failure);
            else Renewed?.Invoke(_loaded!);
        }

        if (IsAsked) WithAnswers();
    }
}

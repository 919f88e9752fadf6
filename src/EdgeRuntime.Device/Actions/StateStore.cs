using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Actions;

/// <summary>Keeps the glasses' state in one JSON document on disk. A change is on the disk before it is seen, a kill at any moment leaves
/// the document before or after a change and never between, and several processes may change it at once. Safe for many threads.</summary>
public sealed class StateStore : IGlassesState, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly StateFile _file;
    private readonly StateLock _lock;
    private volatile GlassesState _current = new();

    private StateStore(string folder, TimeProvider time)
    {
        Folder = folder;
        _file = new StateFile(folder, time);
        _lock = new StateLock(folder, time);
    }

    /// <summary>Folder that holds everything the glasses keep.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public GlassesState Current => _current;

    /// <summary>Set when the document was unreadable at the start and had to be put aside; null while all is well.</summary>
    public Failure? Damage { get; private set; }

    /// <summary>Opens the state of a folder, which is made at the first change.</summary>
    /// <param name="time">Clock for waiting and for naming damaged files.</param>
    /// <returns>The store, after a reset that was begun is finished; <c>reset-unfinished</c>,
    /// <c>state-version-newer</c> where a newer program wrote it, and those of the disk where nothing can be put aside.</returns>
    public static Outcome<StateStore> Open(string folder, TimeProvider time)
    {
        if (FactoryReset.Resume(Path.GetFullPath(folder)) is { } unfinished) return StateFailures.AtStart(unfinished);
        var store = new StateStore(Path.GetFullPath(folder), time);
        return store.Load() is { } failure ? StateFailures.AtStart(failure) : store;
    }

    /// <summary>Where the state lives unless told otherwise: <c>$XDG_STATE_HOME/edge-runtime</c>, else
    /// <c>~/.local/state/edge-runtime</c>.</summary>
    public static string DefaultFolder(Func<string, string?> environment)
    {
        // The XDG base directory specification says that a relative path there is to be ignored.
        var home = environment("XDG_STATE_HOME") is { Length: > 0 } given && Path.IsPathRooted(given)
            ? given
            : Path.Combine(environment("HOME") ?? Path.GetTempPath(), ".local", "state");
        return Path.Combine(home, "edge-runtime");
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<GlassesState>> RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Read_NeedsLock();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<GlassesState>> UpdateAsync(Func<GlassesState, GlassesState> change, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var locked = await _lock.TakeAsync(cancellationToken).ConfigureAwait(false);
            if (!locked.TryGet(out var held, out var busy))
            {
                return busy;
            }

            using (held)
            {
                return Change_NeedsLock(change);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private Failure? Load()
    {
        var read = _file.ReadFound();
        if (read.TryGet(out var whole, out _)) Take_NeedsLock(whole);
        if (read.Failure is not { Code: StateFailures.DamagedCode } damage)
        {
            return read.Failure;
        }

        var (salvaged, leftOut) = _file.Salvage();
        if (salvaged.Version > GlassesState.CurrentVersion) return StateFailures.Newer(Folder, salvaged.Version);
        var isFresh = leftOut is ["everything"];
        Damage = isFresh ? damage : StateFailures.LeftOut(damage, leftOut);
        if (_file.PutAside(isFresh ? null : salvaged) is { } failure) return failure;
        Take_NeedsLock(salvaged);
        return null;
    }

    /// <summary>The state of a folder as a program would find it, without touching it: what of a damaged document can be read,
    /// or a fresh one.</summary>
    /// <param name="failure">What is wrong with the document; null where nothing is.</param>
    internal static GlassesState Peek(string folder, TimeProvider time, out Failure? failure)
    {
        var file = new StateFile(Path.GetFullPath(folder), time);
        if (file.ReadFound().TryGet(out var state, out failure)) return state;
        if (failure.Code != StateFailures.DamagedCode) return new GlassesState();
        var (salvaged, leftOut) = file.Salvage();
        if (leftOut is not ["everything"]) failure = StateFailures.LeftOut(failure, leftOut);
        return salvaged;
    }

    private Outcome<GlassesState> Read_NeedsLock()
    {
        var read = _file.Read();
        if (read.TryGet(out var state, out _))
        {
            Take_NeedsLock(state);
        }

        return read;
    }

    private void Take_NeedsLock(GlassesState state)
    {
        var isOther = state.Generation != _current.Generation;
        _current = state;
        if (isOther) Changed?.Invoke();
    }

    private Outcome<GlassesState> Change_NeedsLock(Func<GlassesState, GlassesState> change)
    {
        if (!Read_NeedsLock().TryGet(out var before, out var unreadable))
        {
            return unreadable;
        }

        var after = change(before);
        if (ReferenceEquals(before, after))
        {
            return before;
        }

        after = after with { Generation = before.Generation + 1 };
        if (_file.Write(after) is { } failure)
        {
            return failure;
        }

        Take_NeedsLock(after);
        return after;
    }
}

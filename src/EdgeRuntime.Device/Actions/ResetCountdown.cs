using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Actions;

/// <summary>The ten-second press that erases everything. Each second is said aloud, and nothing is erased before the last of them was:
/// who lets go keeps everything. The only way to a factory reset but the command:
/// a voice or a phone only begins a minute in which the glasses wait for it. Safe for several threads; owns its countdown.</summary>
/// <param name="speaker">Says the seconds.</param>
/// <param name="erase">Called once, when the button was held to the end; returns at once.</param>
/// <param name="report">Takes why a second could not be said.</param>
internal sealed class ResetCountdown(ISpeaker speaker, TimeProvider time, Action erase, Action<Failure> report) : IAsyncDisposable
{
    /// <summary>How long the button is held, in seconds.</summary>
    public const int Seconds = 10;

    /// <summary>What is said where a voice or a phone asks for a reset, which they can only begin.</summary>
    public const string HowTo =
        "To erase everything on these glasses, hold the button for ten seconds, within a minute. Let go, and nothing is erased.";

    /// <summary>What is said when nobody pressed.</summary>
    public const string Over = "The minute is over. Nothing was erased.";

    /// <summary>How long the glasses wait for a press that a voice or a phone has begun.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // A press this long already opens the pairing window: before, nobody has to be warned who does not expect it.
    private const int Quiet = 2;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _held;
    private CancellationTokenSource? _begun; // while the glasses wait for the press
    private Task _counting = Task.CompletedTask;
    private Task _waiting = Task.CompletedTask;

    /// <summary>Begins the minute in which the press has to follow, and gives what has to be done; while it lasts, it is not begun anew.
    /// Returns at once.</summary>
    /// <param name="aloud">True where the caller does not say it.</param>
    public string Begin(bool aloud)
    {
        lock (_lock)
        {
            if (_begun is not null || _held is not null) return HowTo;
            _begun = new CancellationTokenSource();
            _waiting = WaitAsync(_waiting, aloud, _begun, _begun.Token);
        }

        return HowTo;
    }

    /// <summary>The button is down, or up again.</summary>
    public void Hold(bool down)
    {
        lock (_lock)
        {
            if (down == _held is not null) return;
            _held?.Cancel();
            _held?.Dispose();
            _held = down ? new CancellationTokenSource() : null;
            if (_held is { } held) _counting = CountAsync(_counting, EndWait_NeedsLock() ? 0 : Quiet, held.Token);
        }
    }

    /// <summary>Done when the last press is: let go, or held to the end.</summary>
    internal Task Ended
    {
        get { lock (_lock) return _counting; }
    }

    /// <summary>Done when the glasses do not wait for a press any more, and have said what came of it.</summary>
    internal Task Waited
    {
        get { lock (_lock) return _waiting; }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Hold(false);
        lock (_lock) EndWait_NeedsLock();
        await _waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _counting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // True where they were waiting for a press.
    private bool EndWait_NeedsLock()
    {
        if (_begun is not { } begun) return false;
        _begun = null;
        begun.Cancel();
        begun.Dispose();
        return true;
    }

    private async Task WaitAsync(Task before, bool aloud, CancellationTokenSource begun, CancellationToken pressed)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            var minute = Task.Delay(Window, time, pressed);
            if (aloud) await SayAsync(HowTo, pressed).ConfigureAwait(false);
            await minute.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (pressed.IsCancellationRequested)
        {
            return; // the press decides
        }

        lock (_lock)
        {
            if (_begun != begun || !EndWait_NeedsLock()) return;
        }

        await SayAsync(Over, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task CountAsync(Task before, int quiet, CancellationToken held)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var warned = false;
        try
        {
            for (var left = Seconds; left > 0; left--)
            {
                var second = Task.Delay(Second, time, held);
                if (left <= Seconds - quiet)
                {
                    await SayAsync(warned ? left.ToString(CultureInfo.InvariantCulture) : $"Keep holding to erase everything. {left}", held)
                        .ConfigureAwait(false);
                    warned = true;
                }

                await second.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            if (warned) await SayAsync("Nothing was erased.", CancellationToken.None).ConfigureAwait(false);
            return;
        }

        erase();
    }

    private async ValueTask SayAsync(string text, CancellationToken held)
    {
        var said = await speaker.SayAsync([text], held).ConfigureAwait(false);
        if (said.Failure is { } failure) report(failure);
    }
}

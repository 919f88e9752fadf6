using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Actions;

/// <summary>The ten-second press that erases everything. Each second is said aloud, and nothing is erased before the last of them was: who lets go
/// keeps everything. The only way to a factory reset but the command. Safe for several threads; owns its countdown.</summary>
/// <param name="speaker">Says the seconds.</param>
/// <param name="time">Clock.</param>
/// <param name="erase">Called once, when the button was held to the end; returns at once.</param>
/// <param name="report">Takes why a second could not be said.</param>
internal sealed class ResetCountdown(ISpeaker speaker, TimeProvider time, Action erase, Action<Failure> report) : IAsyncDisposable
{
    /// <summary>How long the button is held, in seconds.</summary>
    public const int Seconds = 10;

    /// <summary>What is said where a voice or a phone asks for a reset, which they can only begin.</summary>
    public const string HowTo = "To erase everything on these glasses, hold the button for ten seconds. Let go, and nothing is erased.";

    // A press this long already opens the pairing window: before, nobody has to be warned.
    private const int Quiet = 2;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _held;
    private Task _counting = Task.CompletedTask;

    /// <summary>The button is down, or up again.</summary>
    public void Hold(bool down)
    {
        lock (_lock)
        {
            if (down == _held is not null) return;
            _held?.Cancel();
            _held?.Dispose();
            _held = down ? new CancellationTokenSource() : null;
            if (_held is { } held) _counting = CountAsync(_counting, held.Token);
        }
    }

    /// <summary>Done when the last press is: let go, or held to the end.</summary>
    internal Task Ended
    {
        get { lock (_lock) return _counting; }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Hold(false);
        await _counting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CountAsync(Task before, CancellationToken held)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var warned = false;
        try
        {
            for (var left = Seconds; left > 0; left--)
            {
                var second = Task.Delay(Second, time, held);
                if (left <= Seconds - Quiet)
                {
                    await SayAsync(warned ? left.ToString(CultureInfo.InvariantCulture) : $"Keep holding to erase everything. {left}", held).ConfigureAwait(false);
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

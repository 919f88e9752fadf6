using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Companion;

/// <summary>Says aloud what comes from the phone: notifications, unless they are to stay quiet, and that the glasses are here while they
/// are looked for. Owns its loop.</summary>
internal sealed class PhoneAnnouncer : IAsyncDisposable
{
    private static readonly TimeSpan BetweenFinds = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly ISpeaker _speaker;
    private readonly IGlassesState _state;
    private readonly TimeSpan _longestFind;
    private readonly TimeProvider _time;
    private readonly Action<Failure> _report;
    private readonly Task _speaking;
    private readonly Task _finding;
    private long _findUntil;

    // What was not said for lack of room waits in the inbox and is read on request.
    private readonly Channel<PhoneMessage> _messages = Channel.CreateBounded<PhoneMessage>(
        new BoundedChannelOptions(16) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Channel<bool> _finds = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    public PhoneAnnouncer(ISpeaker speaker, IGlassesState state, TimeSpan longestFind, TimeProvider time, Action<Failure> report)
    {
        (_speaker, _state, _longestFind, _time, _report) = (speaker, state, longestFind, time, report);
        (_speaking, _finding) = (SpeakAsync(), FindAsync());
    }

    /// <summary>Takes a notification; returns at once.</summary>
    public void Notify(PhoneMessage message) => _messages.Writer.TryWrite(message);

    /// <summary>Begins to be heard, or stops; returns at once.</summary>
    public void Find(bool on)
    {
        Volatile.Write(ref _findUntil, on ? (_time.GetUtcNow() + _longestFind).UtcTicks : 0);
        if (on) _finds.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_speaking, _finding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task SpeakAsync()
    {
        await foreach (var message in _messages.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            if (!_state.Current.Settings.IsQuiet(_time.GetUtcNow())) await SayAsync($"{message.From}: {message.Text}").ConfigureAwait(false);
        }
    }

    private async Task FindAsync()
    {
        await foreach (var _ in _finds.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            while (_time.GetUtcNow().UtcTicks < Volatile.Read(ref _findUntil))
            {
                await SayAsync("Here I am!").ConfigureAwait(false);
                await Task.Delay(BetweenFinds, _time, _stop.Token).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask SayAsync(string text)
    {
        var said = await _speaker.SayAsync(SentenceSplitter.Split(text), _stop.Token).ConfigureAwait(false);
        if (said.Failure is { } failure) _report(failure);
    }
}

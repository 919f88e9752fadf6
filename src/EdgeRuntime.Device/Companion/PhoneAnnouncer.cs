using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Device.Companion;

/// <summary>Says aloud what comes from the phone: notifications, unless they are to stay quiet, and that the glasses are here while they
/// are looked for. News is read; what is old, or more than can be read, is summed up in one sentence. Owns its loops.</summary>
internal sealed class PhoneAnnouncer : IAsyncDisposable
{
    private static readonly TimeSpan BetweenFinds = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestNews = TimeSpan.FromMinutes(2); // then it is old
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3); // without more of them, and the sum is told

    private readonly CancellationTokenSource _stop = new();
    private readonly ISpeaker _speaker;
    private readonly IGlassesState _state;
    private readonly TimeSpan _longestFind;
    private readonly TimeProvider _time;
    private readonly GlassesClock _clock;
    private readonly Action<Failure> _report;
    private readonly Lock _lock = new();
    private readonly Task _speaking;
    private readonly Task _summing;
    private readonly Task _finding;
    private readonly Task _asking;
    private long _findBegan; // timestamp
    private volatile bool _isSought;
    private int _missed; // not read, and not told of yet
    private PhoneMessage? _lastMissed;

    // What finds no room is summed up with what is old; all of it waits in the inbox and is read on request.
    private readonly Channel<PhoneMessage> _news;

    private readonly Channel<bool> _misses = Channel.CreateBounded<bool>(Latest(1));
    private readonly Channel<string> _questions = Channel.CreateBounded<string>(Latest(4));
    private readonly Channel<bool> _finds = Channel.CreateBounded<bool>(Latest(1));

    public PhoneAnnouncer(ISpeaker speaker, IGlassesState state, TimeSpan longestFind, TimeProvider time, Action<Failure> report)
    {
        (_speaker, _state, _longestFind, _time, _report) = (speaker, state, longestFind, time, report);
        _clock = new GlassesClock(time);
        _news = Channel.CreateBounded<PhoneMessage>(Latest(16), Miss);
        (_speaking, _summing, _finding, _asking) = (SpeakAsync(), SumUpAsync(), FindAsync(), AskAsync());
    }

    /// <summary>Takes a notification; returns at once.</summary>
    /// <param name="at">When it came to the phone.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "age of what another machine's clock has dated")]
    public void Notify(PhoneMessage message, DateTimeOffset at)
    {
        if (_time.GetUtcNow() - at <= LongestNews) _news.Writer.TryWrite(message);
        else Miss(message);
    }

    /// <summary>Says something that the wearer has to know, do not disturb or not; returns at once.</summary>
    public void Ask(string question) => _questions.Writer.TryWrite(question);

    /// <summary>Begins to be heard, or stops; returns at once.</summary>
    public void Find(bool on)
    {
        Volatile.Write(ref _findBegan, _time.GetTimestamp());
        _isSought = on;
        if (on) _finds.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_speaking, _summing, _finding, _asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static BoundedChannelOptions Latest(int count) =>
        new(count) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest };

    private async Task SpeakAsync()
    {
        await foreach (var message in _news.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            await ReadOutAsync($"{message.From}: {message.Text}").ConfigureAwait(false);
        }
    }

    // A phone that comes back brings them one after the other: nothing is said before the last of them is there.
    private async Task SumUpAsync()
    {
        await foreach (var _ in _misses.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            int before;
            do
            {
                before = Volatile.Read(ref _missed);
                await Task.Delay(Settled, _time, _stop.Token).ConfigureAwait(false);
            }
            while (before != Volatile.Read(ref _missed));
            if (TakeMissed() is { } sum) await ReadOutAsync(sum).ConfigureAwait(false);
        }
    }

    private void Miss(PhoneMessage message)
    {
        lock (_lock)
        {
            _missed++;
            _lastMissed = message;
        }

        _misses.Writer.TryWrite(true);
    }

    // Null where all have been told of already.
    private string? TakeMissed()
    {
        lock (_lock)
        {
            if (_lastMissed is not { } last) return null;
            var sum = _missed == 1
                ? $"Earlier, {last.From}: {last.Text}"
                : $"{_missed} notifications came in the meantime, the last from {last.From}.";
            (_missed, _lastMissed) = (0, null);
            return sum;
        }
    }

    private async Task AskAsync()
    {
        await foreach (var question in _questions.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            await SayAsync(question)
            .ConfigureAwait(false);
        }
    }

    private async ValueTask ReadOutAsync(string text)
    {
        if (!_clock.IsQuiet(_state.Current.Settings)) await SayAsync(text).ConfigureAwait(false);
    }

    private async Task FindAsync()
    {
        await foreach (var _ in _finds.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            while (_isSought && _time.GetElapsedTime(Volatile.Read(ref _findBegan)) < _longestFind)
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

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion;
using TestKit;

namespace Device.Tests.Companion;

public sealed class PhoneAnnouncerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly SteppedTime _time = new(Now);
    private readonly StateStore _state;
    private readonly Voice _voice = new();
    private readonly PhoneAnnouncer _announcer;

    public PhoneAnnouncerTests()
    {
        _state = StateStore.Open(_folder.Path, _time).Value!;
        _announcer = new PhoneAnnouncer(_voice, _state, TimeSpan.FromSeconds(30), _time, failure => Assert.Fail(failure.Message));
    }

    public async ValueTask DisposeAsync()
    {
        await _announcer.DisposeAsync();
        _state.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Notify_News_IsReadAtOnce()
    {
        _announcer.Notify(new PhoneMessage("Ada", "On my way"), Now);

        Assert.Equal("Ada: On my way", await _voice.NextAsync());
    }

    [Fact]
    public async Task Notify_AWeeksNotifications_AreSummedUpInOneSentence()
    {
        for (var i = 10_000; i > 0; i--)
        {
            _announcer.Notify(
            new PhoneMessage(i == 1 ? "Ada" : "Chat", $"{i}"), Now - TimeSpan.FromMinutes(i + 5));
        }

        Assert.Equal("10000 notifications came in the meantime, the last from Ada.", await SaidAsync());
        Assert.Equal(1, _voice.Count);
    }

    [Fact]
    public async Task Notify_OneOldNotification_IsReadAsOne()
    {
        _announcer.Notify(new PhoneMessage("Ada", "On my way"), Now - TimeSpan.FromHours(1));

        Assert.Equal("Earlier, Ada: On my way", await SaidAsync());
    }

    [Fact]
    public async Task Notify_MoreNewsThanCanBeRead_IsCountedAndToldOf()
    {
        _voice.IsBusy = true;
        for (var i = 0; i < 40; i++) _announcer.Notify(new PhoneMessage("Chat", $"{i}"), Now);
        _voice.IsBusy = false;

        var (read, told) = (0, 0);
        while (read + told < 40)
        {
            var said = await SaidAsync();
            if (said.StartsWith("Chat: ", StringComparison.Ordinal)) read++;
            else told += said.StartsWith("Earlier, ", StringComparison.Ordinal) ? 1 : int.Parse(said.Split(' ')[0]);
        }

        Assert.Equal(40, read + told);
        Assert.True(told > 0);
    }

    [Fact]
    public async Task Notify_ClockOfThePhoneIsAhead_IsNews()
    {
        _announcer.Notify(new PhoneMessage("Ada", "On my way"), DateTimeOffset.MaxValue);

        Assert.Equal("Ada: On my way", await _voice.NextAsync());
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task Find_TheClockIsSet_SoundsForItsTimeAndNoLonger(int minutes)
    {
        _announcer.Find(true);
        Assert.Equal("Here I am!", await _voice.NextAsync());
        var (began, last) = (_time.GetTimestamp(), TimeSpan.Zero);

        _time.Step(TimeSpan.FromMinutes(minutes));
        while (_time.GetElapsedTime(began) < TimeSpan.FromMinutes(2))
        {
            var before = _voice.Count;
            await Task.Run(() => _time.Advance(TimeSpan.FromMilliseconds(500))); // what waits for the clock goes on inside
            if (_voice.Count > before) last = _time.GetElapsedTime(began);
        }

        Assert.InRange(last, TimeSpan.FromSeconds(26), TimeSpan.FromSeconds(30));
    }

    // The clock goes on until something is said; how often does not matter.
    private async Task<string> SaidAsync()
    {
        var said = _voice.NextAsync();
        while (!said.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await said;
    }

    private sealed class Voice : ISpeaker
    {
        private readonly System.Threading.Channels.Channel<string> _said = System.Threading.Channels.Channel.CreateUnbounded<string>();
        private readonly SemaphoreSlim _free = new(1, 1);
        private int _count;

        public int Count => _count;

        public bool IsBusy
        {
            set
            {
                if (value) _free.Wait(0);
                else _free.Release();
            }
        }

        public Task<string> NextAsync() => _said.Reader.ReadAsync().AsTask();

        public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
        {
            await _free.WaitAsync(cancellationToken);
            _free.Release();
            Interlocked.Increment(ref _count);
            await _said.Writer.WriteAsync(string.Join(' ', sentences), cancellationToken);
            return new SpokenAnswer("test", TimeSpan.Zero, TimeSpan.Zero);
        }
    }
}

using Device.Tests.Cloud;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Device.Actions;

namespace Device.Tests.Actions;

public sealed class ResetCountdownTests
{
    private readonly WatchedTime _time = new();
    private readonly HeardSpeaker _speaker = new();
    private readonly ResetCountdown _countdown;
    private int _erased;

    public ResetCountdownTests() =>
        _countdown = new ResetCountdown(_speaker, _time, () => _erased++, failure => Assert.Fail(failure.Message));

    [Fact]
    public async Task Hold_TenSeconds_CountsAloudAndErasesAfterTheLastSecond()
    {
        _countdown.Hold(true);
        await PassAsync(9);
        await _time.NextWaitAsync();
        Assert.Equal(0, _erased);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _countdown.Ended;

        Assert.Equal(1, _erased);
        Assert.Equal(["Keep holding to erase everything. 8", "7", "6", "5", "4", "3", "2", "1"], _speaker.Said);
    }

    [Fact]
    public async Task Hold_LetGoInTheLastSecond_ErasesNothingAndSaysSo()
    {
        _countdown.Hold(true);
        await PassAsync(9);
        await _time.NextWaitAsync();
        _countdown.Hold(false);
        await _countdown.Ended;

        Assert.Equal((0, "Nothing was erased."), (_erased, _speaker.Said[^1]));
    }

    [Fact]
    public async Task Hold_AsLongAsForPairing_SaysNothing()
    {
        _countdown.Hold(true);
        await PassAsync(1);
        await _time.NextWaitAsync();
        _countdown.Hold(false);
        await _countdown.Ended;

        Assert.Equal((0, 0), (_erased, _speaker.Said.Count));
    }

    [Fact]
    public async Task Hold_TwiceForNineSeconds_DoesNotAddUp()
    {
        for (var press = 0; press < 2; press++)
        {
            _countdown.Hold(true);
            await PassAsync(9);
            await _time.NextWaitAsync();
            _countdown.Hold(false);
            await _countdown.Ended;
        }

        Assert.Equal(0, _erased);
    }

    [Fact]
    public async Task Begin_ByAVoiceOrAPhoneAlone_ErasesNothingAndSaysSoAfterAMinute()
    {
        Assert.Equal(ResetCountdown.HowTo, _countdown.Begin(aloud: true));
        Assert.Equal(ResetCountdown.Window, await _time.NextWaitAsync());
        _time.Advance(ResetCountdown.Window);
        await _countdown.Waited;

        Assert.Equal(0, _erased);
        Assert.Equal([ResetCountdown.HowTo, ResetCountdown.Over], _speaker.Said);
    }

    [Fact]
    public async Task Begin_AgainAndAgain_IsSaidOnce()
    {
        for (var i = 0; i < 50; i++) _countdown.Begin(aloud: true);
        await _time.NextWaitAsync();
        _time.Advance(ResetCountdown.Window);
        await _countdown.Waited;

        Assert.Equal([ResetCountdown.HowTo, ResetCountdown.Over], _speaker.Said);
    }

    [Fact]
    public async Task Begin_ThenThePress_CountsFromTheFirstSecondAndErasesOnlyAtTheEnd()
    {
        _countdown.Begin(aloud: false);
        await _time.NextWaitAsync();
        _countdown.Hold(true);
        await PassAsync(9);
        await _time.NextWaitAsync();
        Assert.Equal(0, _erased);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _countdown.Ended;

        Assert.Equal(1, _erased);
        Assert.Equal(["Keep holding to erase everything. 10", "9", "8", "7", "6", "5", "4", "3", "2", "1"], _speaker.Said);
    }

    [Fact]
    public async Task Begin_ThePressIsLetGo_ErasesNothingAndTheMinuteIsOver()
    {
        _countdown.Begin(aloud: false);
        await _time.NextWaitAsync();
        _countdown.Hold(true);
        await PassAsync(3);
        await _time.NextWaitAsync();
        _countdown.Hold(false);
        await _countdown.Ended;
        await _countdown.Waited;
        _time.Advance(ResetCountdown.Window);

        Assert.Equal((0, "Nothing was erased."), (_erased, _speaker.Said[^1]));
    }

    private async Task PassAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            await _time.NextWaitAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class HeardSpeaker : ISpeaker
    {
        public List<string> Said { get; } = [];

        public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
        {
            Said.AddRange(sentences);
            return ValueTask.FromResult<Outcome<SpokenAnswer>>(new SpokenAnswer("test", TimeSpan.Zero, TimeSpan.Zero));
        }
    }
}

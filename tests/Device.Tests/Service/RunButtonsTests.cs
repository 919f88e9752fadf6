using Device.Tests.Conversations;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Service;
using EdgeRuntime.Device.Simulation;

namespace Device.Tests.Service;

/// <summary>A hand at the glasses, on a whole conversation.</summary>
public sealed class RunButtonsTests : IDisposable
{
    private readonly ConversationBench _bench = new(new Silent());
    private readonly SimulatedButtons _buttons = new();
    private readonly SimulatedHardware _body = new();
    private readonly List<Failure> _refused = [];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public async Task Tap_IsHeardLikeAWakePhraseWhereTheGlassesAreWorn(bool worn, bool open, bool heard)
    {
        _body.Change(now => now with { Worn = worn, Open = open });
        await using var countdown = Countdown();
        using var buttons = new RunButtons(_buttons, _body, _bench.Loop, null, countdown, _refused.Add);

        _buttons.Tap();

        await _bench.Loop.RunAsync(new Spoken("kal").Pause(1).Source(), CancellationToken.None);
        Assert.Equal(heard, _bench.Kinds.Contains(ConversationEventKind.Listening));
    }

    [Fact]
    public async Task Press_WithoutPhones_IsRefusedInASentence()
    {
        await using var countdown = Countdown();
        using var buttons = new RunButtons(_buttons, _body, _bench.Loop, null, countdown, _refused.Add);

        _buttons.Press();

        Assert.Equal("pairing-unserved", Assert.Single(_refused).Code);
    }

    [Fact]
    public async Task Dispose_ThenAnyButton_DoesNothing()
    {
        await using var countdown = Countdown();
        new RunButtons(_buttons, _body, _bench.Loop, null, countdown, _refused.Add).Dispose();

        _buttons.Tap();
        _buttons.Press();
        _buttons.Hold(down: true);

        await _bench.Loop.RunAsync(new Spoken("kal").Pause(1).Source(), CancellationToken.None);
        Assert.Empty(_bench.Kinds);
        Assert.Empty(_refused);
        Assert.True(countdown.Ended.IsCompleted);
    }

    private ResetCountdown Countdown() => new(new Silent(), TimeProvider.System, () => { }, _refused.Add);

    private sealed class Silent : ISpeaker
    {
        public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Outcome<SpokenAnswer>>(SpokenAnswer.Unheard);
    }
}

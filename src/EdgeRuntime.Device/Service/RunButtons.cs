using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Service;

/// <summary>What the buttons of the glasses do in a run: a tap is heard like a wake phrase where the glasses are worn, a long press opens
/// the pairing window, a hand that holds on erases everything.</summary>
internal sealed class RunButtons : IDisposable
{
    private static readonly Failure NoPhones = new(
        Stages.Pairing, "pairing-unserved", "No phone can be paired: this run speaks to none.", "Run it with --mqtt or --http.",
        Blame.Wearer);

    private readonly IButtons _buttons;
    private readonly IWearSensor? _wear;
    private readonly ConversationLoop _conversation;
    private readonly PairingDesk? _desk;
    private readonly ResetCountdown _countdown;
    private readonly Action<Failure> _refuse;

    /// <summary>Serves them until disposed.</summary>
    /// <param name="wear">Whether the glasses are worn; null where nothing measures it.</param>
    /// <param name="conversation">Attends to a tap.</param>
    /// <param name="desk">The pairing window; null where no phones are spoken to.</param>
    /// <param name="countdown">The press that erases everything.</param>
    /// <param name="refuse">Told why a press did nothing.</param>
    public RunButtons(
        IButtons buttons, IWearSensor? wear, ConversationLoop conversation, PairingDesk? desk, ResetCountdown countdown,
        Action<Failure> refuse)
    {
        (_buttons, _wear, _conversation, _desk, _countdown, _refuse) = (buttons, wear, conversation, desk, countdown, refuse);
        _buttons.Tapped += Tap;
        _buttons.Pressed += Press;
        _buttons.Held += _countdown.Hold;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buttons.Tapped -= Tap;
        _buttons.Pressed -= Press;
        _buttons.Held -= _countdown.Hold;
    }

    private void Tap()
    {
        if (_wear?.Hears != false) _conversation.Attend();
    }

    private void Press()
    {
        var failure = _desk is null ? NoPhones : _desk.Open().Failure;
        if (failure is not null) _refuse(failure);
    }
}

using System.Net.WebSockets;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Simulation;

namespace EdgeRuntime.Device.Web;

/// <summary>Serves the sockets of the page /glasses, one page at a time: reads what the page does and tells it how the glasses
/// stand.</summary>
/// <param name="page">What the page takes the place of.</param>
/// <param name="controller">What it shows besides its own doings, and what agrees to a phone.</param>
internal sealed class GlassesPageSocket(GlassesPage page, IPageController controller)
{
    private const int MaxText = 4 << 10;

    private readonly SemaphoreSlim _one = new(1, 1); // one page at a time
    private volatile PageState? _told; // the last that the page was told of

    /// <summary>Serves one page until it goes.</summary>
    /// <param name="socket">Stays with the caller.</param>
    public async Task ServeAsync(WebSocket socket, CancellationToken stop)
    {
        var link = new PageLink(socket);
        page.Enter(link);
        await _one.WaitAsync(stop).ConfigureAwait(false);
        page.Hardware.Changed += TellState;
        page.Answered += TellState;
        try
        {
            TellState();
            TellPairing();
            await link.RunAsync(Take, stop).ConfigureAwait(false);
        }
        finally
        {
            page.Hardware.Changed -= TellState;
            page.Answered -= TellState;
            page.Buttons.Hold(down: false);
            page.Leave(link);
            _one.Release();
        }
    }

    /// <summary>Something has changed the state of the glasses, maybe what the page shows of it.</summary>
    public void TellChange()
    {
        if (controller.State != _told) TellState();
    }

    /// <summary>The pairing window has changed.</summary>
    public void TellPairing()
    {
        if (controller.Pairing is { } pairing) page.Tell(new PageEvent("pairing") { Pairing = pairing });
    }

    private void TellState(HardwareState now) => TellState();

    private void TellState()
    {
        if (!page.IsOpen) return;
        _told = controller.State;
        page.Tell(new PageEvent("state") { State = _told });
    }

    private Failure? Take(ReadOnlySpan<byte> message, bool isText) => isText ? TakeText(message) : TakeBytes(message);

    private Failure? TakeBytes(ReadOnlySpan<byte> message)
    {
        if (!PageFrames.TryRead(message, out var type, out var number)) return WebFailures.Unreadable("bytes without a known beginning");
        var content = message[PageFrames.HeaderBytes..];
        switch (type)
        {
            case PageFrames.Sound when content.Length <= PageMicrophone.MaxBytes && content.Length % sizeof(short) == 0:
                if (page.Hardware.Current.Hears) page.Microphone.Take(content);
                return null;
            case PageFrames.Picture:
                page.TakeReply(number, content.ToArray());
                return null;
            default:
                return WebFailures.Unreadable("bytes of the wrong kind or length");
        }
    }

    private Failure? TakeText(ReadOnlySpan<byte> message)
    {
        if (message.Length > MaxText) return WebFailures.Unreadable($"words longer than {MaxText} bytes");
        try
        {
            return JsonSerializer.Deserialize(message, PageJson.Default.PageCommand) is { } command
                ? Obey(command)
                : WebFailures.Unreadable("null");
        }
        catch (JsonException)
        {
            return WebFailures.Unreadable("words that are not the page's JSON");
        }
    }

    private Failure? Obey(PageCommand command)
    {
        switch (command)
        {
            case { Kind: "microphone", Rate: 0, Why: var why }:
                if (why is null) page.Microphone.End();
                else page.Microphone.Lose(WebFailures.MicrophoneLost(why));
                return null;
            case { Kind: "microphone", Rate: >= PageMicrophone.LowestHz and <= PageMicrophone.HighestHz and var rate }:
                page.Microphone.Begin(rate);
                return null;
            case { Kind: "webcam", On: { } on }: page.TakeWebcam(on); return null;
            case { Kind: "press", Button: "tap" }: page.Buttons.Tap(); return null;
            case { Kind: "press", Button: "long" }: page.Buttons.Press(); return null;
            case { Kind: "press", Button: ("down" or "up") and var button }: page.Buttons.Hold(button == "down"); return null;
            case { Kind: "pairing", On: { } same }: controller.Compare(same); return null;
            case { Kind: "spoken" or "no-frame", Id: { } id }: page.TakeReply(id, null); return null;
            case { Kind: "move" }: Move(command); return null;
            default: return WebFailures.Unreadable($"the kind \"{command.Kind[..Math.Min(command.Kind.Length, 20)]}\" with these fields");
        }
    }

    private void Move(PageCommand command)
    {
        var heard = page.Hardware.Current.Hears;
        page.Hardware.Change(now => now with
        {
            BatteryPercent = command.Battery ?? now.BatteryPercent,
            Charging = command.Charging ?? now.Charging,
            SkinCelsius = command.Celsius ?? now.SkinCelsius,
            Worn = command.Worn ?? now.Worn,
            Open = command.Open ?? now.Open,
        });
        if (heard && !page.Hardware.Current.Hears) page.Microphone.Quiet();
    }
}

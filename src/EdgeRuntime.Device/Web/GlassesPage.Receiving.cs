using System.Text.Json;
using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Web;

internal sealed partial class GlassesPage
{
    private const int MaxText = 4 << 10;

    private Failure? Take(ReadOnlySpan<byte> message, bool isText) => isText ? TakeText(message) : TakeBytes(message);

    private Failure? TakeBytes(ReadOnlySpan<byte> message)
    {
        if (!PageFrames.TryRead(message, out var type, out var number)) return WebFailures.Unreadable("bytes without a known beginning");
        var content = message[PageFrames.HeaderBytes..];
        switch (type)
        {
            case PageFrames.Sound when content.Length <= PageMicrophone.MaxBytes && content.Length % sizeof(short) == 0:
                if (Hardware.Current.Hears) Microphone.Take(content);
                return null;
            case PageFrames.Picture:
                _replies.Answer(number, content.ToArray());
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
                Microphone.End();
                if (why is not null) Lost(WebFailures.MicrophoneLost(why));
                return null;
            case { Kind: "microphone", Rate: >= PageMicrophone.LowestHz and <= PageMicrophone.HighestHz and var rate }:
                Microphone.Begin(rate);
                return null;
            case { Kind: "webcam", On: { } on }: _hasWebcam = on; return null;
            case { Kind: "press", Button: "tap" }: if (Hardware.Current.Hears) Tapped(); return null;
            case { Kind: "press", Button: "long" }: Pressed(); return null;
            case { Kind: "press", Button: ("down" or "up") and var button }: Held(button == "down"); return null;
            case { Kind: "pairing", On: { } same }: Compared(same); return null;
            case { Kind: "spoken" or "no-frame", Id: { } id }: _replies.Answer(id, null); return null;
            case { Kind: "move" }: Move(command); return null;
            default: return WebFailures.Unreadable($"the kind \"{command.Kind[..Math.Min(command.Kind.Length, 20)]}\" with these fields");
        }
    }

    private void Move(PageCommand command)
    {
        var heard = Hardware.Current.Hears;
        Hardware.Change(now => now with
        {
            BatteryPercent = command.Battery ?? now.BatteryPercent,
            Charging = command.Charging ?? now.Charging,
            SkinCelsius = command.Celsius ?? now.SkinCelsius,
            Worn = command.Worn ?? now.Worn,
            Open = command.Open ?? now.Open,
        });
        if (heard && !Hardware.Current.Hears) Microphone.Quiet();
    }
}

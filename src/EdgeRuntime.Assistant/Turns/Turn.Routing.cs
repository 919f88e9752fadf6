using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Turns;

public sealed partial class Turn
{
    private RouteInput InputOf(Recognition recognition, Utterance said)
    {
        var settings = _state.Current.Settings;
        var input = new RouteInput
        {
            Verdict = recognition.Verdict,
            Confidence = recognition.Confidence,
            Intent = recognition.Best?.Intent,
            Sentence = recognition.Sentence?.Kind,
            Task = _tools.ClassOf(recognition.Best?.Intent),
            NeedsDictation = _tools.NeedsDictation(recognition.Best),
            Cloud = CloudLink.Absent,
            CloudConsent = settings.CloudConsent || _cloud?.IsAgreedTo == true,
            LocalOnly = settings.LocalOnly,
        };

        // A recognition without words or sound behind it leaves nothing to send.
        return _cloud is null || Sendable(recognition, said).IsEmpty ? input : Beyond(input, said, _cloud);
    }

    private RouteInput Beyond(RouteInput input, Utterance said, TurnCloud beyond)
    {
        var status = beyond.Cloud.Status;
        var battery = beyond.Power is { IsSimulated: false } gauge && gauge.Read().TryGet(out var reading, out _)
            ? reading
            : default(Hardware.PowerReading?);
        return input with
        {
            Cloud = status.Link,
            Deferrable = beyond.Queue is not null && CanWait(input, said),
            Privacy = _state.Current.Settings.CloudPrivacy,
            DeadlineMs = _options.FirstWordDeadline.TotalMilliseconds,
            RoundTripMs = status.RoundTripMs,
            BatteryPercent = battery?.Percent,
            Charging = battery?.Charging ?? false,
            TemperatureCelsius = beyond.Skin?.ReadCelsius(),
            BudgetLeftNanos = status.BudgetLeftNanos,
            PriceNanos = status.PriceNanos,
        };
    }

    private bool CanWait(RouteInput input, Utterance said) => input.Verdict switch
    {
        RecognitionVerdict.Accepted => input.NeedsDictation,
        RecognitionVerdict.Rejected => said.Sound >= _options.LongQuestion || WordsIn(said.Text) >= _options.LongQuestionWords,
        _ => false,
    };

    private static int WordsIn(string? text) => text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length ?? 0;
}

using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Messages of the contract as events of an answer.</summary>
internal static class WireAnswers
{
    /// <summary>The event of a message; null for those that the client handles itself (started, tool call)
    /// and those it does not know.</summary>
    public static AnswerEvent? Convert(Wire.ConverseResponse response) => response.MessageCase switch
    {
        Wire.ConverseResponse.MessageOneofCase.Transcript =>
            new AnswerEvent.Transcript(response.Transcript.Text, response.Transcript.Final),
        Wire.ConverseResponse.MessageOneofCase.TextDelta => new AnswerEvent.Words(response.TextDelta.Text),
        Wire.ConverseResponse.MessageOneofCase.SpeechAudio =>
            new AnswerEvent.Speech(response.SpeechAudio.Pcm16.Memory, (int)response.SpeechAudio.SampleRateHz),
        Wire.ConverseResponse.MessageOneofCase.UsageSoFar =>
            new AnswerEvent.Usage(BillOf(response.UsageSoFar.Usage, string.Empty, string.Empty)),
        Wire.ConverseResponse.MessageOneofCase.Done => new AnswerEvent.Done(
            BillOf(response.Done.Usage, response.Done.BillId, response.Done.Currency), StopOf(response.Done.StopReason)),
        Wire.ConverseResponse.MessageOneofCase.Error => WireFailures.Convert(response.Error),
        _ => null,
    };

    /// <summary>Amounts with their key.</summary>
    public static CloudBill BillOf(Wire.Usage? usage, string id, string currency) => new()
    {
        Id = id,
        Currency = currency,
        InputTokens = usage?.InputTokens ?? 0,
        OutputTokens = usage?.OutputTokens ?? 0,
        AudioInputMs = usage?.AudioInputMs ?? 0,
        AudioOutputMs = usage?.AudioOutputMs ?? 0,
        Images = usage?.Images ?? 0,
        CostNanos = usage?.CostNanos ?? 0,
    };

    /// <summary>The privacy class on the wire.</summary>
    public static Wire.PrivacyClass PrivacyOf(PrivacyClass privacy) =>
        privacy == PrivacyClass.Sensitive ? Wire.PrivacyClass.Sensitive : Wire.PrivacyClass.Normal;

    private static StopReason StopOf(Wire.StopReason reason) => reason switch
    {
        Wire.StopReason.Canceled => StopReason.Canceled,
        Wire.StopReason.Length => StopReason.Length,
        Wire.StopReason.Budget => StopReason.Budget,
        Wire.StopReason.Deadline => StopReason.Deadline,
        Wire.StopReason.Filtered => StopReason.Filtered,
        _ => StopReason.Complete,
    };
}

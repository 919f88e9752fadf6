using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Traces;
using Grpc.Core;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Failures as the gateway and the network report them, in the words of the glasses.</summary>
internal static class WireFailures
{
    /// <summary>Code of a link that is gone and was not to be had back.</summary>
    public const string LostCode = "cloud-lost";

    /// <summary>Code of a turn that the gateway no longer knows: it can be begun anew with the same key.</summary>
    public const string TurnLostCode = "cloud-turn-lost";

    /// <summary>Code of a turn whose answer is over, billed and no longer kept.</summary>
    public const string AlreadyDoneCode = "cloud-turn-already-done";

    /// <summary>Code of the contract for a call whose turn another call has taken over:
    /// here an earlier attempt of our own that arrived late.</summary>
    public const string ReplacedCode = "link-replaced";

    private const string ErrorTrailer = "edge-error-bin";

    /// <summary>An error message of the contract.</summary>
    public static AnswerEvent.Failed Convert(Wire.Error error)
    {
        var code = $"cloud-{(error.Code.Length is > 0 and <= 64 ? error.Code : "error")}";
        var message = error.Message.Length > 0 ? error.Message : "The cloud did not say what went wrong.";
        return new AnswerEvent.Failed(new Failure(Stages.Cloud, code, message, error.Next, BlameOf(error.Blame)))
        {
            Bill = error.Usage is null && error.BillId.Length == 0 ? null : WireAnswers.BillOf(error.Usage, error.BillId, string.Empty),
            CanRetry = error.Retryable || error.Code == ReplacedCode,
            RetryAfter = TimeSpan.FromMilliseconds(error.RetryAfterMs),
        };
    }

    /// <summary>A call that ended without a word of the contract.</summary>
    /// <param name="refusal">Why the certificate was refused, if it was.</param>
    public static AnswerEvent.Failed Convert(RpcException thrown, Failure? refusal)
    {
        if (thrown.StatusCode is StatusCode.Unavailable or StatusCode.Internal && refusal is not null)
        {
            return new AnswerEvent.Failed(refusal);
        }

        if (thrown.Trailers.GetValueBytes(ErrorTrailer) is { } bytes && TryParse(bytes) is { } error) return Convert(error);
        return thrown.StatusCode switch
        {
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => Failed(
                "cloud-key-refused", "The cloud does not accept this device's key.",
                "Connect again with a valid key: edge-runtime cloud connect URL --key-file FILE", false),
            StatusCode.DeadlineExceeded => Failed("cloud-deadline", "The cloud took too long.", "Try again.", true),
            StatusCode.ResourceExhausted => Failed("cloud-busy", "The cloud has too much to do.", "Try again in a minute.", true),
            StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown or StatusCode.Aborted => Down(),
            _ => Failed(
                "cloud-call-refused", $"The gateway refused the call: {thrown.StatusCode}.",
                "Check that glasses and gateway have versions that fit.", false),
        };
    }

    /// <summary>No gateway answers; it may be worth another try.</summary>
    public static AnswerEvent.Failed Down() =>
        Failed("cloud-down", "The cloud cannot be reached right now.", "Try again when the connection is back.", true);

    /// <summary>A link that broke in the middle and could not be mended.</summary>
    public static AnswerEvent.Failed Lost() =>
        Failed(LostCode, "The connection to the cloud was lost.", "Ask again when the connection is back.", true);

    /// <summary>A gateway that breaks the contract.</summary>
    public static AnswerEvent.Failed Confused(string how) =>
        Failed(
            "cloud-protocol", $"The gateway said something unexpected: {how}.", "Check that glasses and gateway have versions that fit.",
            false);

    private static Wire.Error? TryParse(byte[] bytes)
    {
        try
        {
            return Wire.Error.Parser.ParseFrom(bytes);
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            return null; // the status says enough
        }
    }

    private static Blame BlameOf(Wire.Blame blame) => blame == Wire.Blame.Client ? Blame.Program : Blame.Cloud;

    private static AnswerEvent.Failed Failed(string code, string message, string next, bool canRetry) =>
        new(new Failure(Stages.Cloud, code, message, next, Blame.Cloud)) { CanRetry = canRetry };
}

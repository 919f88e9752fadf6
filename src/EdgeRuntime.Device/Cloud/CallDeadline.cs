using Grpc.Core;

namespace EdgeRuntime.Device.Cloud;

/// <summary>What gRPC takes as a deadline: a moment on the wall clock, which it turns into a length of time for the other side.
/// It is given for that; the call itself is ended by a timer that no change of the clock moves.</summary>
internal static class CallDeadline
{
    /// <summary>What a call ends with at its deadline.</summary>
    public static RpcException Exceeded { get; } = new(new Status(StatusCode.DeadlineExceeded, "The time for an answer is over."));

    /// <summary>The moment after a length of time.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "gRPC takes a moment; a timer ends the call")]
    public static DateTime In(TimeSpan left, TimeProvider time) => (time.GetUtcNow() + left).UtcDateTime;
}

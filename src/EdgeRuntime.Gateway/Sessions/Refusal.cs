using System.Globalization;
using EdgeRuntime.Contracts.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>A failure as the status of a call that has no message for it, with the same <see cref="Error"/> in the trailer
/// <c>edge-error-bin</c>.</summary>
internal static class Refusal
{
    private const string ErrorTrailer = "edge-error-bin";

    /// <summary>To be thrown by a method of a service.</summary>
    public static RpcException Create(Failure failure) => new(
        new Status(StatusOf(failure), failure.Message), new Metadata { { ErrorTrailer, ContractMessages.ErrorOf(failure).ToByteArray() } });

    /// <summary>Ends a call whose response has not begun, by its headers alone.</summary>
    /// <param name="response">Of a call of gRPC.</param>
    /// <param name="failure">With a sentence of printable ASCII without a percent sign, which gRPC would have escaped.</param>
    public static void End(HttpResponse response, Failure failure)
    {
        response.ContentType = "application/grpc";
        response.Headers.GrpcStatus = ((int)StatusOf(failure)).ToString(CultureInfo.InvariantCulture);
        response.Headers.GrpcMessage = failure.Message;
        response.Headers[ErrorTrailer] = Convert.ToBase64String(ContractMessages.ErrorOf(failure).ToByteArray());
    }

    private static StatusCode StatusOf(Failure failure) => failure switch
    {
        { Code: "key-missing" or "key-unknown" or "key-expired" or "key-revoked" } => StatusCode.Unauthenticated,
        { Blame: Blame.Tenant } => StatusCode.PermissionDenied,
        { Blame: Blame.Client } => StatusCode.InvalidArgument,
        { Retryable: true } => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };
}

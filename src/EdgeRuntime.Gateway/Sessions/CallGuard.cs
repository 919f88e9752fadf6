using System.Globalization;
using EdgeRuntime.Contracts.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Tells a caller's fault from a defect at every method of every service, around gRPC, which answers both with the same status
/// and writes the whole trace of either into the log. A call that cannot be read ends with <c>message-malformed</c> or
/// <c>bound-exceeded</c> and leaves one of a few lines a minute; a defect is logged whole. What fails in a message of <c>Converse</c> is
/// told there. Safe for several threads.</summary>
internal sealed class CallGuard(RefusedCalls refused, ILogger<CallGuard> log) : Interceptor
{
    private const int MostDigits = 8; // of a timeout, by the specification of gRPC over HTTP/2; its library reads ten and overflows

    private static readonly Failure BadTimeout = SessionFailures.Bound("grpc-timeout", "1 to 8 digits and one of H, M, S, m, u, n");

    /// <summary>Runs in front of the endpoints of gRPC.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        if (method is not null && !IsTimeout(context.Request.Headers.GrpcTimeout))
        {
            Refuse(context, BadTimeout);
            return;
        }

        await next(context);
        if (method?.Type is MethodType.Unary or MethodType.ServerStreaming && Unread(context) is { } failure) Refuse(context, failure);
    }

    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        context.GetHttpContext().Features.Set(WasRead.Instance);
        return GuardAsync(() => continuation(request, context), context);
    }

    /// <inheritdoc/>
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        context.GetHttpContext().Features.Set(WasRead.Instance);
        return GuardAsync(() => continuation(request, responseStream, context), context);
    }

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(() => continuation(requestStream, responseStream, context), context);

    private async Task<T> GuardAsync<T>(Func<Task<T>> call, ServerCallContext context)
    {
        try
        {
            return await call();
        }
        catch (Exception defect) when (IsDefect(defect, context))
        {
            throw Broken(defect, context);
        }
    }

    private async Task GuardAsync(Func<Task> call, ServerCallContext context)
    {
        try
        {
            await call();
        }
        catch (Exception defect) when (IsDefect(defect, context))
        {
            throw Broken(defect, context);
        }
    }

    // Not what was refused, and not what breaks because the caller is gone.
    private static bool IsDefect(Exception broken, ServerCallContext context) =>
        broken is not RpcException && !context.CancellationToken.IsCancellationRequested;

    private RpcException Broken(Exception defect, ServerCallContext context)
    {
        Log.CallBroke(log, defect, context.Method);
        return Refusal.Create(SessionFailures.Internal);
    }

    // The method was never called, though nobody has given up: the one message could not be read.
    private static Failure? Unread(HttpContext context)
    {
        var isOpen = !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested;
        if (!isOpen || context.Response.StatusCode != StatusCodes.Status200OK || context.Features.Get<WasRead>() is not null) return null;
        return StatusOf(context.Response) switch
        {
            StatusCode.OK or StatusCode.Cancelled or StatusCode.DeadlineExceeded => null,
            StatusCode.ResourceExhausted => SessionFailures.MessageTooLong,
            _ => SessionFailures.MessageMalformed,
        };
    }

    private static StatusCode StatusOf(HttpResponse response) =>
        int.TryParse(response.Headers.GrpcStatus, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? (StatusCode)status
            : StatusCode.OK;

    private void Refuse(HttpContext context, Failure failure)
    {
        refused.Add(failure, context.Connection.RemoteIpAddress);
        Refusal.End(context.Response, failure);
    }

    private static bool IsTimeout(string? header) => header is null
        || (header.Length is > 1 and <= MostDigits + 1 && header[^1] is 'H' or 'M' or 'S' or 'm' or 'u' or 'n'
            && header.AsSpan(0, header.Length - 1).IndexOfAnyExceptInRange('0', '9') < 0);

    private sealed class WasRead
    {
        public static readonly WasRead Instance = new();
    }
}

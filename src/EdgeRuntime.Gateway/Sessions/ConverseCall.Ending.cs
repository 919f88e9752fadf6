using System.IO.Pipelines;
using Grpc.Core;

namespace EdgeRuntime.Gateway.Sessions;

internal sealed partial class ConverseCall
{
    // A client ends its request when it has read the status: a round trip, and time to be scheduled.
    private static readonly TimeSpan TimeToHangUp = TimeSpan.FromSeconds(1);

    private Task _uplink = Task.CompletedTask;
    private volatile bool _isOver;

    /// <summary>Runs behind the endpoint: ends the response, and then gives the client a moment to end its request. A call whose request
    /// is still open when it ends is reset by Kestrel and counted for five seconds more; twice <c>StreamsPerConnection</c> of them on one
    /// connection, and new calls on it are refused with ENHANCE_YOUR_CALM. Many clients never end a request before they have the
    /// status. Only then is the call no longer counted as open: a server that stops closes a connection as soon as Kestrel regards its
    /// responses as complete, even if the last bytes are not written yet.</summary>
    public static async Task EndAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (context.Features.Get<ConverseCall>() is { } call) await call.EndAsync();
        }
    }

    private async Task EndAsync()
    {
        var http = context.GetHttpContext();
        using var late = new CancellationTokenSource(TimeToHangUp, services.Time);
        var hangUp = late.Token.UnsafeRegister(static reading => ((CancellationTokenSource)reading!).Cancel(), _reading);
        try
        {
            await http.Response.CompleteAsync();
            await _uplink;
            await SkipAsync(http.Request.BodyReader);
        }
        finally
        {
            await hangUp.DisposeAsync();
            _reading.Dispose();
            turns.Calls.Leave();
        }
    }

    // What a client still sends to a call that is over.
    private async Task SkipAsync(PipeReader body)
    {
        try
        {
            while (await body.ReadAsync(_reading.Token) is { IsCompleted: false } read) body.AdvanceTo(read.Buffer.End);
        }
        catch (Exception lost) when (IsLost(lost))
        {
            return; // it hung up, or did not within the time
        }
    }
}

using System.Diagnostics;
using EdgeRuntime.Device.Monitoring;
using Grpc.Core;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

/// <summary>One call of <c>Converse</c>. Several may write, one reads. A broken link is a result of reading;
/// writing to it does nothing.</summary>
internal sealed class GatewayLink : IAsyncDisposable
{
    private readonly AsyncDuplexStreamingCall<Wire.ConverseRequest, Wire.ConverseResponse> _call;
    // the deadline; what the library makes of it waits on the wall clock, which may be set back
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _kill;
    private readonly Activity? _span;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Task _sending = Task.CompletedTask;

    /// <summary>Opens the call; the connection is made in the background.</summary>
    /// <param name="traceId">W3C trace id.</param>
    /// <param name="left">How long it may last.</param>
    /// <param name="kill">Ends it at once.</param>
    public GatewayLink(GatewayChannel channel, string traceId, TimeSpan left, TimeProvider time, CancellationToken kill)
    {
        _late = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        _kill = CancellationTokenSource.CreateLinkedTokenSource(kill, _late.Token);
        _span = TurnSpans.Call(traceId);
        _call = channel.Client.Converse(new CallOptions(channel.HeadersFor(traceId, _span), CallDeadline.In(left, time), _kill.Token));
    }

    /// <summary>How the call ended, once <see cref="ReadAsync"/> gave null; null when it ended in order.</summary>
    public RpcException? Broken { get; private set; }

    /// <summary>Sends messages in the background, in order; awaited on dispose.</summary>
    public void Send(IReadOnlyList<Wire.ConverseRequest> messages) => _sending = SendAllAsync(_sending, messages);

    /// <summary>Sends one message, once the one before it has gone; where the link is lost, the reader learns it and not the
    /// caller.</summary>
    public async ValueTask WriteAsync(Wire.ConverseRequest message)
    {
        try
        {
            await _writing.WaitAsync(_kill.Token).ConfigureAwait(false);
            try
            {
                await _call.RequestStream.WriteAsync(message).ConfigureAwait(false);
            }
            finally
            {
                _writing.Release();
            }
        }
        catch (Exception thrown) when (IsLost(thrown) || thrown is InvalidOperationException or OperationCanceledException)
        {
            // The link is gone. Whoever reads learns it, and what was not received goes out again on the next one.
        }
    }

    /// <summary>The next message; null when the call is over.</summary>
    public async ValueTask<Wire.ConverseResponse?> ReadAsync()
    {
        try
        {
            return await _call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false) ? _call.ResponseStream.Current : null;
        }
        catch (Exception thrown) when (IsLost(thrown))
        {
            Broken = _late.IsCancellationRequested
                ? CallDeadline.Exceeded
                : thrown as RpcException ?? new RpcException(new Status(StatusCode.Unavailable, thrown.Message));
            return null;
        }
    }

    /// <summary>Ends the call after a time; <see cref="Timeout.InfiniteTimeSpan"/> takes that back.</summary>
    public void EndAfter(TimeSpan time) => _kill.CancelAfter(time);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync().ConfigureAwait(false);
        _call.Dispose();
        if (Broken is { } broken) _span?.SetStatus(ActivityStatusCode.Error).SetTag("rpc.grpc.status_code", (int)broken.StatusCode);
        _span?.Dispose();
        await _sending.ConfigureAwait(false);
        _kill.Dispose();
        _late.Dispose();
        _writing.Dispose();
    }

    // A connection that breaks under a call comes out as a status, or as what the transport below said: both were seen (a server in Node).
    private static bool IsLost(Exception thrown) => thrown is RpcException or IOException or HttpRequestException;

    private async Task SendAllAsync(Task before, IReadOnlyList<Wire.ConverseRequest> messages)
    {
        await before.ConfigureAwait(false);
        foreach (var message in messages) await WriteAsync(message).ConfigureAwait(false);
    }
}

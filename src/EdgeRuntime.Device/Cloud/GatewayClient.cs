using System.Diagnostics;
using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using Grpc.Core;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

/// <summary>The cloud behind a gateway, over gRPC. A lost link is mended without a word lost or said twice;
/// a cancelled answer stops costing; a gateway that is down is left alone for a while. Connects at the first question. Safe for several
/// threads. Disposing it waits until cancelled answers have ended.</summary>
public sealed class GatewayClient : ICloud, IAsyncDisposable
{
    private readonly GatewayClientOptions _options;
    private readonly TimeProvider _time;
    private readonly GatewayChannel _channel;
    private readonly GatewayHealth _health;
    private readonly Lock _lock = new();
    private readonly List<Task> _ending = []; // cancelled answers whose gateway is being told
    private string _session = string.Empty;
    private long _sessionUsed;

    /// <summary>Sends nothing yet.</summary>
    /// <exception cref="ArgumentException">The options do not validate.</exception>
    public GatewayClient(CloudAccount account, GatewayClientOptions options, TimeProvider time)
    {
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong.Message, nameof(options));
        (_options, _time) = (options, time);
        _channel = new GatewayChannel(account, options);
        _health = new GatewayHealth(options, time);
    }

    /// <inheritdoc/>
    public CloudStatus Status => _health.Status;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerEvent> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new GatewayTurn(_channel, _health, question, question.CanWait ? string.Empty : OpenSession(), _options, _time);
        turn.Begin();
        try
        {
            await foreach (var (happened, sequence) in turn.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (happened is AnswerEvent.Done && question is { CanWait: false, Privacy: PrivacyClass.Normal })
                {
                    KeepSession(turn.SessionId);
                }

                yield return happened;
                await turn.UsedAsync(sequence).ConfigureAwait(false);
            }
        }
        finally
        {
            // A wearer who stops an answer does not wait until the gateway knows.
            if (turn.IsOver) await turn.DisposeAsync().ConfigureAwait(false);
            else End(turn);
        }
    }

    /// <summary>Asks what this month has cost; the budget left counts for routes from then on. Failures:
    /// those of the gateway and the network.</summary>
    public async ValueTask<Outcome<CloudUsage>> UsageAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        using var late = new CancellationTokenSource(_options.StartTimeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var headers = _channel.HeadersFor(ActivityTraceId.CreateRandom().ToHexString());
            var deadline = CallDeadline.In(_options.StartTimeout, _time);
            var usage = await _channel.Client.GetUsageAsync(new Wire.GetUsageRequest(), headers, deadline, stop.Token)
                .ConfigureAwait(false);
            _health.Measured(_time.GetElapsedTime(began));
            _health.Budget(usage.BudgetLeftNanos >= 0 ? usage.BudgetLeftNanos : null);
            return new CloudUsage(
                usage.Currency, usage.Usage?.CostNanos ?? 0, usage.Turns, usage.BudgetLeftNanos >= 0 ? usage.BudgetLeftNanos : null,
                _time.GetElapsedTime(began));
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException thrown)
        {
            return WireFailures.Convert(late.IsCancellationRequested ? CallDeadline.Exceeded : thrown, _channel.Refusal).Failure;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task[] ending;
        lock (_lock)
        {
            ending = [.. _ending];
        }

        await Task.WhenAll(ending).ConfigureAwait(false);
        _channel.Dispose();
    }

    private void End(GatewayTurn turn)
    {
        lock (_lock)
        {
            _ending.RemoveAll(task => task.IsCompleted);
            _ending.Add(turn.DisposeAsync().AsTask());
        }
    }

    private string OpenSession()
    {
        lock (_lock)
        {
            return _session.Length > 0 && _time.GetElapsedTime(_sessionUsed) < _options.SessionIdle ? _session : string.Empty;
        }
    }

    private void KeepSession(string session)
    {
        lock (_lock)
        {
            (_session, _sessionUsed) = (session, _time.GetTimestamp());
        }
    }
}

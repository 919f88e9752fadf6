using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Device.Cloud.Local;

namespace EdgeRuntime.Device.Cloud;

/// <summary>The cloud of one run of the program. Nothing is started, loaded or connected before the first question,
/// so that wishes the glasses carry out alone pay nothing for it. Owns the client and, with <c>--cloud local</c>, the gateway.</summary>
public sealed class CloudConnection : ICloud, IAsyncDisposable
{
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly GatewayClientOptions _options;
    private readonly CloudAccount? _account;
    private readonly string? _program;
    private readonly string _dataFolder;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly List<GatewayClient> _former = []; // of gateways that are gone; a question may still wait in one
    private volatile GatewayClient? _client;
    private volatile LocalGateway? _gateway;

    private CloudConnection(
        CloudAccount? account, string? program, string dataFolder, TimeProvider time, GatewayClientOptions? options)
    {
        (_account, _program, _dataFolder, _time) = (account, program, dataFolder, time);
        _options = options ?? new GatewayClientOptions();
    }

    /// <summary>True for the gateway for development, which the wearer has agreed to by asking for it:
    /// nothing leaves the machine.</summary>
    public bool IsLocal => _program is not null;

    /// <inheritdoc/>
    public CloudStatus Status => _client?.Status ?? new CloudStatus(CloudLink.Up);

    private GatewayClient? Open => _gateway is { HasEnded: true } ? null : _client;

    /// <summary>A gateway at an address; nothing is sent yet.</summary>
    public static CloudConnection To(CloudAccount account, TimeProvider time, GatewayClientOptions? options = null) =>
        new(account, null, string.Empty, time, options);

    /// <summary>A gateway for development beside this program.</summary>
    /// <param name="program">Path of <c>edge-gateway</c>.</param>
    /// <param name="dataFolder">Where it keeps its database.</param>
    /// <param name="options">How it is talked to; null for what is built in.</param>
    public static CloudConnection Local(string program, string dataFolder, TimeProvider time, GatewayClientOptions? options = null) =>
        new(null, program, dataFolder, time, options);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerEvent> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (!opened.TryGet(out var client, out var failure))
        {
            yield return new AnswerEvent.Failed(failure);
            yield break;
        }

        await foreach (var happened in client.AskAsync(question, cancellationToken).ConfigureAwait(false)) yield return happened;
    }

    /// <summary>The client; starts the local gateway where that is still to be done, or where it is gone. Failures: those of
    /// <see cref="LocalGateway.StartAsync"/>.</summary>
    public async ValueTask<Outcome<GatewayClient>> OpenAsync(CancellationToken cancellationToken)
    {
        if (Open is { } open) return open;
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Open is { } opened ? opened : await Open_NeedsLockAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_client is { } client) _former.Add(client);
        foreach (var former in _former) await former.DisposeAsync().ConfigureAwait(false);
        if (_gateway is not null) await _gateway.DisposeAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    private async ValueTask<Outcome<GatewayClient>> Open_NeedsLockAsync(CancellationToken cancellationToken)
    {
        var account = _account;
        if (account is null)
        {
            await LeaveAsync().ConfigureAwait(false);
            var started = await LocalGateway.StartAsync(_program!, _dataFolder, _time, cancellationToken).ConfigureAwait(false);
            if (!started.TryGet(out var gateway, out var failure)) return failure;
            (_gateway, account) = (gateway, gateway.Account);
        }

        // A gateway that has just been started compiles its first answer while it gives it.
        var options = _gateway is null || _options.StartTimeout > FirstAnswer ? _options : _options with { StartTimeout = FirstAnswer };
        var client = new GatewayClient(account, options, _time);
        _client = client;
        return client;
    }

    private async ValueTask LeaveAsync()
    {
        if (_client is { } client) _former.Add(client);
        _client = null;
        if (_gateway is { } gone) await gone.DisposeAsync().ConfigureAwait(false);
        _gateway = null;
    }
}

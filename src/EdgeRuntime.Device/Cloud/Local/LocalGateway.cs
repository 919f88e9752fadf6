using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Cloud.Local;

/// <summary>A gateway for development, run beside the glasses as a child: loopback only, fixed answers, gone with its parent,
/// which holds the other end of its standard input.</summary>
public sealed class LocalGateway : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1); // a first start makes a certificate and a database
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(3);

    private readonly SupervisedProcess _process;

    private LocalGateway(SupervisedProcess process, CloudAccount account) => (_process, Account) = (process, account);

    /// <summary>How to talk to it.</summary>
    public CloudAccount Account { get; }

    /// <summary>True when it is gone, for whatever reason; it is not started again by itself.</summary>
    public bool HasEnded => _process.Exited.IsCompleted;

    /// <summary>Starts it and waits until it takes calls. Failures: <c>gateway-not-started</c>, <c>gateway-not-ready</c>.</summary>
    /// <param name="program">Path of <c>edge-gateway</c>, from <see cref="LocalGatewayFinder"/>.</param>
    /// <param name="dataFolder">Its database and certificate.</param>
    public static async ValueTask<Outcome<LocalGateway>> StartAsync(
        string program, string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        string[] arguments = ["serve", "--development", "--listen", "127.0.0.1:0", "--data", dataFolder, "--ready-json"];
        if (!SupervisedProcess.Start(program, arguments).TryGet(out var process, out var failure))
        {
            return failure with { Stage = Stages.Cloud, Code = "gateway-not-started", Next = LocalGatewayFinder.HowToBuild };
        }

        var account = await ReadyAsync(process, time, cancellationToken).ConfigureAwait(false);
        if (account is not null) return new LocalGateway(process, account);
        await using (process.ConfigureAwait(false))
        {
            await process.EndAsync(LongestEnd).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return NotReady(program, await process.LastError.ConfigureAwait(false));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.EndAsync(LongestEnd).ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
    }

    // Null where it does not say in time that it is ready, or the wait was given up.
    private static async ValueTask<CloudAccount?> ReadyAsync(
        SupervisedProcess process, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(LongestStart, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var output = new StreamReader(process.Output); // not disposed: it is read to its end
        try
        {
            var line = await output.ReadLineAsync(stop.Token).ConfigureAwait(false);
            if (line is null || Parse(line) is not { } account) return null;
            _ = process.ReadBy(DrainAsync(output));
            return account;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static Failure NotReady(string program, string last) => new(
        Stages.Cloud,
        "gateway-not-ready",
        $"The local gateway did not come up: {(last.Length > 0 ? last : "it said nothing")}",
        $"Run it alone to see more: {program} serve --development",
        Blame.Machine);

    private static CloudAccount? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, CloudJson.Default.LocalGatewayReady) is { Address: not null, Key: not null } ready
                ? CloudAccount.Parse(ready.Address, ready.Key, ready.Pin).Value
                : null;
        }
        catch (JsonException)
        {
            return null; // told as not ready
        }
    }

    // A pipe that nobody reads fills up and stops its writer.
    private static async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync().ConfigureAwait(false) is not null)
        {
        }
    }
}

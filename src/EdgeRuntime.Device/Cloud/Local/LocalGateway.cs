using System.ComponentModel;
using System.Diagnostics;
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

    private readonly Process _process;
    private readonly Task<string> _errors;

    private LocalGateway(Process process, Task<string> errors, CloudAccount account) =>
        (_process, _errors, Account) = (process, errors, account);

    /// <summary>How to talk to it.</summary>
    public CloudAccount Account { get; }

    /// <summary>Starts it and waits until it takes calls. Failures: <c>gateway-not-started</c>, <c>gateway-not-ready</c>.</summary>
    /// <param name="program">Path of <c>edge-gateway</c>, from <see cref="LocalGatewayFinder"/>.</param>
    /// <param name="dataFolder">Its database and certificate.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async ValueTask<Outcome<LocalGateway>> StartAsync(
        string program, string dataFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            program, ["serve", "--development", "--listen", "127.0.0.1:0", "--data", dataFolder, "--ready-json"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception thrown)
        {
            process.Dispose();
            return new Failure(
                Stages.Cloud, "gateway-not-started", $"{program} could not be started: {thrown.Message}", LocalGatewayFinder.HowToBuild,
                Blame.Machine);
        }

        return await ReadyAsync(process, time, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process).ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        _process.Dispose();
    }

    private static async ValueTask<Outcome<LocalGateway>> ReadyAsync(
        Process process, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = LastLineAsync(process.StandardError);
        using var late = new CancellationTokenSource(LongestStart, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(stop.Token).ConfigureAwait(false);
            if (line is not null && Parse(line) is { } account)
            {
                return new LocalGateway(process, DrainedAsync(process.StandardOutput, errors), account);
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Told below, with what it said last.
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process).ConfigureAwait(false);
            throw;
        }

        await EndAsync(process).ConfigureAwait(false);
        var last = await errors.ConfigureAwait(false);
        using (process) return NotReady(process.StartInfo.FileName, last);
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

    // Its end of input is its sign to end; what does not follow is ended.
    private static async ValueTask EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(LongestEnd);
        try
        {
            await process.WaitForExitAsync(late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ChildProcess.Kill(process);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    // A pipe that nobody reads fills up and stops its writer.
    private static async Task<string> DrainedAsync(StreamReader output, Task<string> errors)
    {
        while (await output.ReadLineAsync().ConfigureAwait(false) is not null)
        {
        }

        return await errors.ConfigureAwait(false);
    }

    private static async Task<string> LastLineAsync(StreamReader errors)
    {
        var last = string.Empty;
        while (await errors.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            last = line.Trim() is { Length: > 0 } said ? said : last;
        }

        return last;
    }
}

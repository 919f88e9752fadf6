using System.Diagnostics;

namespace GatewayLoad;

/// <summary>A program beside this one, which prints one line when it is ready and ends when its standard input does.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private ChildProgram(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The line it printed.</summary>
    public string Ready { get; private set; } = "";

    /// <summary>How long it took until then.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Resident memory in bytes.</summary>
    public long Resident
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public TimeSpan Processor => process.TotalProcessorTime;

    public static async Task<ChildProgram> StartAsync(
        string program, IEnumerable<string> arguments, IEnumerable<(string Key, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment) start.Environment[key] = value;
        var began = Stopwatch.GetTimestamp();
        var child = new ChildProgram(Process.Start(start)!);
        var line = await child.process.StandardOutput.ReadLineAsync();
        if (line is null) throw new InvalidOperationException($"{program} ended: {await child.errors}");
        child.Took = Stopwatch.GetElapsedTime(began);
        child.Ready = line;
        return child;
    }

    /// <summary>Runs a program to its end; gives what it printed.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var run = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = run.StandardError.ReadToEndAsync();
        var output = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        return run.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await error}");
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Ends it, as the end of its input does; gives what it wrote to its error stream.</summary>
    public async Task<string> EndAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited) process.Kill();
        }

        return await errors;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        process.Dispose();
    }
}

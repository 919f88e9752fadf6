using System.ComponentModel;
using System.Diagnostics;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Processes;

/// <summary>Runs another program to its end: input from memory, output to memory,
/// killed with its children when cancelled or when it takes too long.</summary>
internal static class ChildProcess
{
    // A minute of 48 kHz stereo is 11 MB; more than that is not one answer.
    private const int MaxOutputBytes = 32 << 20;

    /// <summary>How long a program that was killed may take to be gone before it is left behind: it may hang in a driver,
    /// or have left its pipes to others.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);

    /// <summary>Runs a program.</summary>
    /// <param name="path">Program.</param>
    /// <param name="arguments">Arguments, not seen by any shell.</param>
    /// <param name="input">Given to its standard input.</param>
    /// <param name="longest">Time after which it is killed.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it left, whatever its exit status; <c>program-not-started</c>, <c>program-stuck</c>, <c>program-hangs</c> or
    /// <c>program-output-too-long</c>.</returns>
    public static async ValueTask<Outcome<ChildOutput>> RunAsync(
        string path, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, TimeSpan longest, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!LeftBehind.HasRoom(path)) return Stuck(path);
        var process = new Process { StartInfo = Start(path, arguments) };
        if (TryStart(process) is { } failure)
        {
            process.Dispose();
            return failure;
        }

        using var late = new CancellationTokenSource(longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var ending = FinishAsync(process, input);
        await using (stop.Token.Register(() => Kill(process)).ConfigureAwait(false))
        {
            await EndedAsync(ending, time, stop.Token).ConfigureAwait(false);
        }

        if (ending.IsCompleted) process.Dispose();
        else LeftBehind.Take(path, process, ending);
        cancellationToken.ThrowIfCancellationRequested();
        return late.IsCancellationRequested ? Hangs(path, longest) : await ending.ConfigureAwait(false);
    }

    /// <summary>The last line that says something.</summary>
    public static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? string.Empty;

    /// <summary>Ends a program and what it started, if it still runs.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
            // It ended between the look and the kill, which is what was wanted.
        }
    }

    private static Failure Stuck(string path) => new(
        Stages.Speech,
        "program-stuck",
        $"{path} was killed {LeftBehind.Most} times and is still there, so it is not started again.",
        "Check the sound card with: aplay -l; a driver that hangs lets go of it at the next start of the machine.",
        Blame.Machine);

    private static ProcessStartInfo Start(string path, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static Failure? TryStart(Process process)
    {
        try
        {
            process.Start();
            return null;
        }
        catch (Win32Exception thrown)
        {
            var name = process.StartInfo.FileName;
            return new Failure(
                Stages.Speech, "program-not-started", $"{name} could not be started: {thrown.Message}",
                $"Check that {name} is installed and may be run.", Blame.Machine);
        }
    }

    private static async Task<Outcome<ChildOutput>> FinishAsync(Process process, ReadOnlyMemory<byte> input)
    {
        var feeding = FeedAsync(process, input);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await CollectAsync(process).ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return output is null
            ? TooLong(process.StartInfo.FileName)
            : new ChildOutput(process.ExitCode, output, LastLine(await errors.ConfigureAwait(false)));
    }

    private static async Task EndedAsync(Task ending, TimeProvider time, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.Register(stopped.SetResult).ConfigureAwait(false))
        {
            if (await Task.WhenAny(ending, stopped.Task).ConfigureAwait(false) == ending) return;
        }

        await Task.WhenAny(ending, Task.Delay(LongestEnd, time, CancellationToken.None)).ConfigureAwait(false);
    }

    private static async Task FeedAsync(Process process, ReadOnlyMemory<byte> input)
    {
        try
        {
            await using var stdin = process.StandardInput.BaseStream.ConfigureAwait(false);
            await process.StandardInput.BaseStream.WriteAsync(input, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program ended before it read everything (EPIPE); its exit status says why.
        }
    }

    private static async Task<byte[]?> CollectAsync(Process process)
    {
        var collected = new MemoryStream();
        var block = new byte[64 << 10];
        int read;
        while ((read = await process.StandardOutput.BaseStream.ReadAsync(block, CancellationToken.None).ConfigureAwait(false)) > 0)
        {
            if (collected.Length + read > MaxOutputBytes)
            {
                Kill(process);
                return null;
            }

            collected.Write(block, 0, read);
        }

        return collected.ToArray();
    }

    private static Failure Hangs(string path, TimeSpan longest) =>
        new(Stages.Speech, "program-hangs", $"{path} was not done after {longest.TotalSeconds:0.#} seconds and was stopped.",
            "Run it by hand to see what it waits for.", Blame.Machine);

    private static Failure TooLong(string path) =>
        new(Stages.Speech, "program-output-too-long", $"{path} gave more than {MaxOutputBytes >> 20} MB.",
            "Check that it is the program it should be.", Blame.Machine);
}

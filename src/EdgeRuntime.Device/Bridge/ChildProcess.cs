using System.ComponentModel;
using System.Diagnostics;
using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Bridge;

/// <summary>Runs another program to its end: input from memory, output to memory, killed with its children when cancelled.</summary>
internal static class ChildProcess
{
    // A minute of 48 kHz stereo is 11 MB; more than that is not one answer.
    private const int MaxOutputBytes = 32 << 20;

    /// <summary>Runs a program.</summary>
    /// <param name="path">Program.</param>
    /// <param name="arguments">Arguments, not seen by any shell.</param>
    /// <param name="input">Given to its standard input.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it left, whatever its exit status; <c>program-not-started</c> or <c>program-output-too-long</c>.</returns>
    public static async ValueTask<Outcome<ChildOutput>> RunAsync(
        string path, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Start(path, arguments) };
        if (TryStart(process) is { } failure)
        {
            return failure;
        }

        await using var killing = cancellationToken.Register(() => Kill(process)).ConfigureAwait(false);
        var feeding = FeedAsync(process, input);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await CollectAsync(process).ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return output is null ? TooLong(path) : new ChildOutput(process.ExitCode, output, LastLine(await errors.ConfigureAwait(false)));
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

    private static ProcessStartInfo Start(string path, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(path) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
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
            return new Failure(Stages.Speech, "program-not-started", $"{name} could not be started: {thrown.Message}", $"Check that {name} is installed and may be run.", Blame.Machine);
        }
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

    private static Failure TooLong(string path) =>
        new(Stages.Speech, "program-output-too-long", $"{path} gave more than {MaxOutputBytes >> 20} MB.", "Check that it is the program it should be.", Blame.Machine);
}

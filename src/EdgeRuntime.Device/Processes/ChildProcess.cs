using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Processes;

/// <summary>Runs another program to its end: input from memory, output to memory,
/// killed with its children when cancelled or when it takes too long.</summary>
internal static class ChildProcess
{
    // A minute of 48 kHz stereo is 11 MB; more than that is not one answer.
    private const int MaxOutputBytes = 32 << 20;

    /// <param name="path">Program.</param>
    /// <param name="arguments">Arguments, not seen by any shell.</param>
    /// <param name="input">Given to its standard input.</param>
    /// <param name="longest">Time after which it is killed.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it left, whatever its exit status; <c>program-not-started</c>, <c>program-stuck</c>, <c>program-hangs</c> or
    /// <c>program-output-too-long</c>.</returns>
    public static async ValueTask<Outcome<ChildOutput>> RunAsync(
        string path, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, TimeSpan longest, TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!SupervisedProcess.Start(path, arguments).TryGet(out var child, out var failure)) return failure with { Stage = Stages.Speech };
        using var late = new CancellationTokenSource(longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var ending = child.ReadBy(FinishAsync(child, path, input));
        await using (child.ConfigureAwait(false))
        {
            await ((Task)ending).WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return late.IsCancellationRequested ? Hangs(path, longest) : await ending.ConfigureAwait(false);
    }

    private static async Task<Outcome<ChildOutput>> FinishAsync(SupervisedProcess child, string path, ReadOnlyMemory<byte> input)
    {
        var feeding = FeedAsync(child, input);
        var output = await CollectAsync(child).ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
        var exitCode = await child.Exited.ConfigureAwait(false);
        if (output is null) return TooLong(path);
        return new ChildOutput(exitCode, output, await child.LastError.ConfigureAwait(false));
    }

    private static async Task FeedAsync(SupervisedProcess child, ReadOnlyMemory<byte> input)
    {
        try
        {
            await using var stdin = child.Input.ConfigureAwait(false);
            await child.Input.WriteAsync(input, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program ended before it read everything (EPIPE); its exit status says why.
        }
    }

    private static async Task<byte[]?> CollectAsync(SupervisedProcess child)
    {
        var collected = new MemoryStream();
        var block = new byte[64 << 10];
        int read;
        while ((read = await child.Output.ReadAsync(block, CancellationToken.None).ConfigureAwait(false)) > 0)
        {
            if (collected.Length + read > MaxOutputBytes)
            {
                child.Kill();
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

using EdgeRuntime.Device.Terminal;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>Shows how far a measurement has come, on the error stream.</summary>
internal static class EvalProgress
{
    /// <summary>Runs <paramref name="work"/>, which calls its argument after every recording.</summary>
    /// <param name="error">Error stream; a bar is drawn where it is a terminal, a line now and then where it is not.</param>
    /// <param name="what">What is measured.</param>
    /// <param name="total">Number of recordings.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "whether a bar can be drawn where it is given")]
    public static async Task<T> RunAsync<T>(TextWriter error, string what, int total, Func<Action, Task<T>> work)
    {
        if (!ReferenceEquals(error, Console.Error) || Console.IsErrorRedirected)
        {
            return await work(Lines(error, what, total)).ConfigureAwait(false);
        }

        var terminal = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput((error as GuardedWriter)?.Inner ?? error) });
        return await terminal.Progress().StartAsync(async context =>
        {
            var task = context.AddTask(Markup.Escape(what), maxValue: total);
            return await work(() => task.Increment(1)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private static Action Lines(TextWriter error, string what, int total)
    {
        var done = 0;
        return () =>
        {
            var now = Interlocked.Increment(ref done);
            if (now * 10L / total > (now - 1) * 10L / total) error.WriteLine($"{what}: {now} of {total}");
        };
    }
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>What commands that measure say besides their reports.</summary>
internal static class EvalConsole
{
    private const int MostNamed = 20;

    /// <summary>Reports a failure that ended a measurement or a check.</summary>
    public static ExitCode FailEval(this CommandConsole console, Failure failure)
    {
        if (console.Json) console.Output.WriteLine(EvalJson.Text(new ErrorReport(FailureRow.From(failure)!)));
        else console.Explain(failure);
        return ExitCodes.For(failure);
    }

    /// <summary>Prints what was measured, as a table or as JSON, and the recordings that it was not measured with; or why nothing
    /// was.</summary>
    public static ExitCode Print<T>(
        this CommandConsole console,
        Outcome<T> measured,
        Func<T, string> json,
        Action<T, TextWriter> table,
        Func<T, IReadOnlyList<UnusableRecording>> unusable)
    {
        if (!measured.TryGet(out var report, out var failure)) return console.FailEval(failure);
        if (console.Json)
        {
            console.Output.WriteLine(json(report));
            return ExitCode.Done;
        }

        table(report, console.Output);
        console.ListUnusable(unusable(report));
        return ExitCode.Done;
    }

    /// <summary>Names recordings that could not be measured with, on the error stream.</summary>
    public static void ListUnusable(this CommandConsole console, IReadOnlyList<UnusableRecording> recordings)
    {
        foreach (var unusable in recordings.Take(MostNamed))
        {
            console.Error.WriteLine($"{unusable.File}: {unusable.Message} [{unusable.Code}]");
        }

        if (recordings.Count > MostNamed) console.Error.WriteLine($"… and {recordings.Count - MostNamed} more; --json lists them all.");
    }
}

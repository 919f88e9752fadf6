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

    /// <summary>Names recordings that could not be measured with, on the error stream.</summary>
    public static void ListUnusable(this CommandConsole console, IReadOnlyList<UnusableRecording> recordings)
    {
        foreach (var unusable in recordings.Take(MostNamed))
        {
            console.Error.WriteLine(
            $"{unusable.File}: {unusable.Message} [{unusable.Code}]");
        }

        if (recordings.Count > MostNamed) console.Error.WriteLine($"… and {recordings.Count - MostNamed} more; --json lists them all.");
    }
}

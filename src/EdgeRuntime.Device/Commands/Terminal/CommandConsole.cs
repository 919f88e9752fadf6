using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Commands.Eval;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Commands.Terminal;

/// <summary>The two streams of a command: answers and JSON go to the output, everything for a person beside goes to the error stream.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Json">True when the output is one JSON object and nothing else.</param>
internal sealed record CommandConsole(TextWriter Output, TextWriter Error, bool Json)
{
    private const int MostNamed = 20;

    /// <summary>Reports a failure that ended a command before it had a result of its own.</summary>
    public ExitCode Fail(Failure failure)
    {
        if (Json)
        {
            Output.WriteLine(DeviceJson.Text(TurnReport.Of(failure)));
        }
        else
        {
            Explain(failure);
        }

        return ExitCodes.Of(failure);
    }

    /// <summary>Reports a failure that ended a measurement or a check.</summary>
    public ExitCode FailEval(Failure failure)
    {
        if (Json) Output.WriteLine(EvalJson.Text(new ErrorReport(FailureRow.Of(failure)!)));
        else Explain(failure);
        return ExitCodes.Of(failure);
    }

    /// <summary>Names recordings that could not be measured with, on the error stream.</summary>
    public void ListUnusable(IReadOnlyList<UnusableRecording> recordings)
    {
        foreach (var unusable in recordings.Take(MostNamed)) Error.WriteLine($"{unusable.File}: {unusable.Message} [{unusable.Code}]");
        if (recordings.Count > MostNamed) Error.WriteLine($"… and {recordings.Count - MostNamed} more; --json lists them all.");
    }

    /// <summary>Says on the error stream what went wrong and what to do.</summary>
    public void Explain(Failure failure)
    {
        var place = failure.Line > 0 ? $"Line {failure.Line}, column {failure.Column}: " : "";
        Error.WriteLine($"{place}{failure.Message} [{failure.Code}]");
        if (failure.Next.Length > 0) Error.WriteLine(failure.Next);
    }
}

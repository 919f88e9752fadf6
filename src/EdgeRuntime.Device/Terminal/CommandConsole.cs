using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Terminal;

/// <summary>The two streams of a command: answers and JSON go to the output,
/// everything for a person beside goes to the error stream.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Json">True when the output is one JSON object and nothing else.</param>
internal sealed record CommandConsole(TextWriter Output, TextWriter Error, bool Json)
{
    /// <summary>What leaves a line beside what a person is told.</summary>
    public DeviceLog Logger { get; init; } = DeviceLog.None;

    /// <summary>Reports a failure that ended a command before it had a result of its own.</summary>
    public ExitCode Fail(Failure failure)
    {
        if (Json)
        {
            Note(failure);
            Output.WriteLine(DeviceJson.Text(TurnReport.From(failure)));
        }
        else
        {
            Explain(failure);
        }

        return ExitCodes.For(failure);
    }

    /// <summary>Says on the error stream what went wrong and what to do; it leaves a line in the log.</summary>
    public void Explain(Failure failure)
    {
        Note(failure);
        Say(failure);
    }

    /// <summary>The same about a turn, whose own lines in the log have it already.</summary>
    public void Say(Failure failure)
    {
        var place = failure.Line > 0 ? $"Line {failure.Line}, column {failure.Column}: " : "";
        Error.WriteLine($"{place}{failure.Message} [{failure.Code}]");
        if (failure.Next.Length > 0) Error.WriteLine(failure.Next);
    }

    /// <summary>Leaves a line in the log about what a person is told in other words.</summary>
    public void Note(Failure failure)
    {
        var level = LogText.LevelOf(failure.Blame);
        if (!Logger.IsEnabled(level)) return;
        Log.Failed(Logger, level, LogText.Code(failure.Stage), LogText.Code(failure.Code), LogText.Name(failure.Blame));
    }
}

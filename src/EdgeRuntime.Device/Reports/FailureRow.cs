using System.Text.Json.Serialization;
using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Reports;

/// <summary>A failure as it stands in JSON output.</summary>
/// <param name="Stage">Stage that failed.</param>
/// <param name="Code">Stable machine code.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Next">What to do.</param>
internal sealed record FailureRow(string Stage, string Code, string Message, string Next)
{
    /// <summary>Line in the input; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }

    /// <summary>Column in the input; left out where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Column { get; init; }

    public static FailureRow? From(Failure? failure) =>
        failure is null ? null : new FailureRow(failure.Stage, failure.Code, failure.Message, failure.Next)
        {
            Line = failure.Line > 0 ? failure.Line : null,
            Column = failure.Column > 0 ? failure.Column : null,
        };
}

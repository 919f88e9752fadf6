using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Commands;

/// <summary>A failure as it stands in JSON output.</summary>
/// <param name="Stage">Stage that failed.</param>
/// <param name="Code">Stable machine code.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Next">What to do.</param>
internal sealed record FailureRow(string Stage, string Code, string Message, string Next)
{
    public static FailureRow? Of(Failure? failure) =>
        failure is null ? null : new FailureRow(failure.Stage, failure.Code, failure.Message, failure.Next);
}

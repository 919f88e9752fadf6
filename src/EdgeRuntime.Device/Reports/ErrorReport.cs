namespace EdgeRuntime.Device.Reports;

/// <summary>What a command prints with <c>--json</c> when it has no result.</summary>
internal sealed record ErrorReport(FailureRow Error);

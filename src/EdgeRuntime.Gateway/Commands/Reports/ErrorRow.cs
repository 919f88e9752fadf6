namespace EdgeRuntime.Gateway.Commands.Reports;

/// <summary>A failure as it stands in JSON output.</summary>
internal sealed record ErrorRow(string Code, string Message, string Next);

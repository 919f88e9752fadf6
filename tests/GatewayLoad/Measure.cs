namespace GatewayLoad;

/// <summary>One row of "What it must show".</summary>
internal sealed record Measure(string Name, Func<LoadSettings, CancellationToken, Task<List<Row>>> Run);

/// <summary>One line of the table: what, measured, target, and whether it holds (null where there is no target).</summary>
internal sealed record Row(string What, string Measured, string Target = "", bool? Holds = null)
{
    public override string ToString() => $"| {What} | {Measured} | {Target} | {(Holds is { } holds ? holds ? "yes" : "NO" : "")} |";
}

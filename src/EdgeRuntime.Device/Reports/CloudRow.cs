using System.Text.Json.Serialization;
using EdgeRuntime.Assistant.Turns;

namespace EdgeRuntime.Device.Reports;

/// <summary>The cloud's part of a turn as it stands in JSON output.</summary>
/// <param name="Model">Model that answered; empty when the question was never taken.</param>
/// <param name="Scripted">True when fixed sentences stood in for a model.</param>
/// <param name="ToolCalls">Tools that ran on the glasses for it.</param>
/// <param name="Resumed">Lost links that were mended.</param>
internal sealed record CloudRow(string Model, bool Scripted, int ToolCalls, int Resumed)
{
    /// <summary>What the cloud heard; left out for typed words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Transcript { get; init; }

    /// <summary>From the question to the first word of the answer, in milliseconds; left out where none came.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? FirstWordMs { get; init; }

    /// <summary>What it cost; left out where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CloudBillRow? Bill { get; init; }

    public static CloudRow? From(CloudUse? use) => use is null ? null : new CloudRow(use.Model, use.IsScripted, use.ToolCalls, use.Resumed)
    {
        Transcript = use.Transcript,
        FirstWordMs = use.FirstWordMs is { } ms ? Math.Round(ms, 3) : null,
        Bill = CloudBillRow.From(use.Bill),
    };
}

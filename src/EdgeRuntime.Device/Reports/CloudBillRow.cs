using EdgeRuntime.Assistant.Answering;

namespace EdgeRuntime.Device.Reports;

/// <summary>A bill as it stands in JSON output.</summary>
/// <param name="Id">Key in the gateway's ledger.</param>
/// <param name="CostNanos">Cost in nano units of the currency.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="InputTokens">Tokens sent to the model.</param>
/// <param name="OutputTokens">Tokens it answered with.</param>
/// <param name="AudioInputMs">Sound heard, in milliseconds.</param>
internal sealed record CloudBillRow(string Id, long CostNanos, string Currency, long InputTokens, long OutputTokens, long AudioInputMs)
{
    public static CloudBillRow? From(CloudBill? bill) => bill is null
        ? null
        : new CloudBillRow(bill.Id, bill.CostNanos, bill.Currency, bill.InputTokens, bill.OutputTokens, bill.AudioInputMs);
}

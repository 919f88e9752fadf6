using System.Globalization;

namespace EdgeRuntime.Gateway.Ledger.Invoices;

/// <summary>An invoice as CSV (RFC 4180) with a header; the last line is the total.</summary>
internal static class InvoiceCsv
{
    private const string Header =
        "tenant,month,device,model,turns,input_tokens,output_tokens,audio_input_ms,audio_output_ms,images,cost,cost_nanos,currency," +
        "input_token_nanos,output_token_nanos,audio_second_nanos,image_nanos,adjustment_nanos,estimated_turns";

    public static void Write(Invoice invoice, TextWriter output)
    {
        WriteLine(output, Header);
        foreach (var line in invoice.Lines)
        {
            WriteLine(output, Line(
                Quoted(invoice.Tenant), invoice.Month, Quoted(line.Device), Quoted(line.Model), line.Turns, line.InputTokens,
                line.OutputTokens,
                line.AudioInputMs, line.AudioOutputMs, line.Images, line.Cost, line.CostNanos, invoice.Currency,
                line.InputTokenNanos, line.OutputTokenNanos, line.AudioSecondNanos, line.ImageNanos, line.AdjustmentNanos,
                line.EstimatedTurns));
        }

        WriteLine(output, Line(
            Quoted(invoice.Tenant), invoice.Month, "", "total", invoice.Lines.Sum(line => line.Turns), "", "", "", "", "", invoice.Total,
            invoice.TotalNanos, invoice.Currency,
            "", "", "", "", invoice.Lines.Sum(line => line.AdjustmentNanos), invoice.Lines.Sum(line => line.EstimatedTurns)));
    }

    private static void WriteLine(TextWriter output, string line) => output.Write(line + "\r\n");

    private static string Line(params ReadOnlySpan<object> cells)
    {
        var texts = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++) texts[i] = Convert.ToString(cells[i], CultureInfo.InvariantCulture)!;
        return string.Join(',', texts);
    }

    // A cell that a spreadsheet would take for a formula gets a quote in front, which it shows as text.
    private static string Quoted(string cell)
    {
        var safe = cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}

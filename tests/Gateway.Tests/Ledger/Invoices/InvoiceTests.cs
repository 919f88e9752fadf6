using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Ledger.Invoices;
using EdgeRuntime.Gateway.Ledger.Prices;

namespace Gateway.Tests.Ledger.Invoices;

public sealed class InvoiceTests
{
    private static readonly Invoice Invoice = Invoice.From("acme", 202611, "USD",
    [
        new("", new ModelPrice("a,\"b\"", 1000, 70_000, 1_000_000, 4000), new UsageSum(2, new Amounts(10, 20, 30, 40, 5), 1_500_000), 1),
        new("=cmd()", new ModelPrice("small", 3, 4), new UsageSum(1, new Amounts(1, 1), 7), 0),
    ]);

    [Fact]
    public void Write_AnInvoice_IsRfc4180WithATotalAndNoFormulas()
    {
        var written = new StringWriter();

        InvoiceCsv.Write(Invoice, written);

        Assert.Equal(
            """"
            tenant,month,device,model,turns,input_tokens,output_tokens,audio_input_ms,audio_output_ms,images,cost,cost_nanos,currency,input_token_nanos,output_token_nanos,audio_second_nanos,image_nanos,adjustment_nanos,estimated_turns
            acme,2026-11,,"a,""b""",2,10,20,30,40,5,0.0015,1500000,USD,1000,70000,1000000,4000,0,1
            acme,2026-11,'=cmd(),small,1,1,1,0,0,0,0.000000007,7,USD,3,4,0,0,0,0
            acme,2026-11,,total,3,,,,,,0.001500007,1500007,USD,,,,,0,1

            """".ReplaceLineEndings("\r\n"),
            written.ToString());
    }

    [Fact]
    public void Of_MoreThanMoneyHolds_Throws() => Assert.Throws<OverflowException>(() => Invoice.From("acme", 202611, "USD",
    [
        new("", new ModelPrice("a", 0, 0), new UsageSum(1, default, long.MaxValue), 0),
        new("", new ModelPrice("b", 0, 0), new UsageSum(1, default, 1), 0),
    ]));
}

using EdgeRuntime.Gateway.Ledger;

namespace Gateway.Tests.Ledger;

public sealed class InvoiceTests
{
    private static readonly Invoice Invoice = Invoice.Of("acme", 202611, "USD",
    [
        new(new UsageKey("acme", 202611, "", "a,\"b\""), new UsageSum(2, new Amounts(10, 20, 30, 40, 5), 1_500_000)),
        new(new UsageKey("acme", 202611, "=cmd()", "small"), new UsageSum(1, new Amounts(1, 1), 7)),
    ]);

    [Fact]
    public void Write_AnInvoice_IsRfc4180WithATotalAndNoFormulas()
    {
        var written = new StringWriter();

        InvoiceCsv.Write(Invoice, written);

        Assert.Equal(
            """"
            tenant,month,device,model,turns,input_tokens,output_tokens,audio_input_ms,audio_output_ms,images,cost,cost_nanos,currency
            acme,2026-11,,"a,""b""",2,10,20,30,40,5,0.0015,1500000,USD
            acme,2026-11,'=cmd(),small,1,1,1,0,0,0,0.000000007,7,USD
            acme,2026-11,,total,3,,,,,,0.001500007,1500007,USD

            """".ReplaceLineEndings("\r\n"),
            written.ToString());
    }

    [Fact]
    public void Of_MoreThanMoneyHolds_Throws() => Assert.Throws<OverflowException>(() => Invoice.Of("acme", 202611, "USD",
    [
        new(new UsageKey("acme", 202611, "", "a"), new UsageSum(1, default, long.MaxValue)),
        new(new UsageKey("acme", 202611, "", "b"), new UsageSum(1, default, 1)),
    ]));
}

using System.Globalization;
using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>One trace runs from the wearer's words to the tenant's invoice: glasses and gateway are the real programs.</summary>
public sealed class OneTraceTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task What_is_asked_of_the_glasses_and_billed_by_the_gateway_is_one_trace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var settings = _glasses.Write("settings.yaml", $"log: {{ otlp: \"{receiver.Address}\", otlp_over_http: true }}\n");
        // Of the gateway, which is a child of the glasses.
        _glasses.Environment["EDGE_GATEWAY_Monitoring__OtlpEndpoint"] = receiver.Address.ToString();
        _glasses.Environment["EDGE_GATEWAY_Monitoring__OtlpProtocol"] = "http";
        var file = Path.Combine(_glasses.Folder, "turn.json");

        var ended = await _glasses.AskAsync(
            "--text", "what is the capital of france", "--cloud", "local", "--settings", settings, "--trace", file);

        Assert.True(ended.Code == 0, ended.Output + ended.Error);
        var bill = ended.Json.GetProperty("cloud").GetProperty("bill");
        var spans = receiver.Spans;
        var settled = Assert.Single(spans, span => span.Name == "edge_gateway.settlement");
        Assert.Equal(bill.GetProperty("id").GetString(), settled.Tags["edge_gateway.bill.id"]);
        var above = Above(settled, spans).ToList();
        Assert.Equal(["chat", "POST", "gateway.converse", "turn"], above.Select(span => span.Name.Split(' ')[0]));
        Assert.All(above, span => Assert.Equal(settled.TraceId, span.TraceId));
        Assert.Contains(settled.TraceId, await File.ReadAllTextAsync(file));
        Assert.DoesNotContain("france", receiver.Traces, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(bill.GetProperty("cost_nanos").GetInt64() / 1e9m, await InvoicedAsync());
    }

    private static IEnumerable<OtlpSpan> Above(OtlpSpan span, IReadOnlyList<OtlpSpan> all)
    {
        for (var at = span; all.SingleOrDefault(one => one.Id == at.ParentId) is { } above; at = above) yield return above;
    }

    private async Task<decimal> InvoicedAsync()
    {
        string[] data = ["--json", "--data", Path.Combine(_glasses.State, "local-gateway")];
        var tenants = await _glasses.OperateAsync(["tenants", "list", .. data]);
        var tenant = Assert.Single(JsonDocument.Parse(tenants.Output).RootElement.EnumerateArray()).GetProperty("id").GetString()!;
        var invoice = await _glasses.OperateAsync(["invoice", tenant, .. data]);
        var total = JsonDocument.Parse(invoice.Output).RootElement.GetProperty("total").GetString()!;
        return decimal.Parse(total, CultureInfo.InvariantCulture);
    }
}

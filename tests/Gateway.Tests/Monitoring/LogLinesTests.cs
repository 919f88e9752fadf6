using System.Globalization;
using System.Text.Json;
using EdgeRuntime.Contracts.V1;
using GatewayLoad;
using Grpc.Net.Client;

namespace Gateway.Tests.Monitoring;

/// <summary>What a running gateway writes to its error stream.</summary>
public sealed class LogLinesTests : IDisposable
{
    private const int TurnEnded = 2;
    private const string Guess = "egk_hunter2-hunter2-hunter2-hunter2-hunter2-hu";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-log-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Json_EveryLine_HasADateAndThoseOfATurnNameTenantTurnAndBill()
    {
        var (bill, lines) = await RunAsync("json");
        var records = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.All(records, record => AssertRecent(record.GetProperty("Timestamp").GetString()!));
        var ended = records.Where(record => record.GetProperty("EventId").GetInt32() == TurnEnded).ToList();
        Assert.NotEmpty(ended);
        Assert.All(ended, record =>
        {
            var scope = record.GetProperty("Scopes").EnumerateArray().Single(scope => scope.TryGetProperty("Bill", out _));
            Assert.StartsWith("development-", scope.GetProperty("Tenant").GetString());
            Assert.Equal("turn-1", scope.GetProperty("Turn").GetString());
            Assert.Equal(bill, scope.GetProperty("Bill").GetString());
        });
    }

    [Fact]
    public async Task Text_EveryLine_HasADateAndThoseOfATurnNameTenantTurnAndBill()
    {
        var (bill, lines) = await RunAsync("text");

        Assert.All(lines, line => AssertRecent(line.Split(' ')[0]));
        var ended = lines.Where(line => line.Contains(" Turn of tenant ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ended);
        Assert.All(ended, line => Assert.Matches($"=> tenant development-[0-9a-f]+, turn turn-1, bill {bill} ", line));
    }

    [Fact]
    public async Task Text_KeysThatAreRefused_LeaveAFewLinesWithoutTheKey()
    {
        var (_, lines) = await RunAsync("text");
        var refused = lines.Where(line => line.Contains("key-unknown", StringComparison.Ordinal)).ToList();

        Assert.Equal(10, refused.Count);
        Assert.All(refused, line => Assert.EndsWith("Refused a call from 127.0.0.1: key-unknown", line, StringComparison.Ordinal));
        Assert.Matches(
            "Refused the key key-[0-9A-Za-z_-]+ of tenant development-[0-9a-f]+ from 127.0.0.1: key-revoked$",
            Assert.Single(lines, line => line.Contains("key-revoked", StringComparison.Ordinal)));
        Assert.DoesNotContain("hunter2", string.Concat(lines), StringComparison.Ordinal);
        Assert.DoesNotContain("egk_", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_ModelsThatTheConfigurationHasNoLonger_AreNamedOnceWithWhoNamesThem()
    {
        var program = new LoadSettings().Gateway;
        var settings = Path.Combine(_folder.FullName, "with-small.json");
        await File.WriteAllTextAsync(
            settings,
            """
            {"Gateway":{"Ledger":{"Prices":[{"Model":"small","InputPerMillionTokens":1,"OutputPerMillionTokens":1}]},
            "Upstreams":{"Models":[{"Name":"small","Chat":[{"Server":"scripted"}]}]}}}
            """);
        string[] store = ["--data", _folder.FullName];
        for (var i = 0; i < 12; i++)
        {
            await ChildProgram.RunAsync(program, ["tenants", "add", $"t{i}", "--default-model", "small", "--config", settings, .. store]);
        }

        await ChildProgram.RunAsync(program, ["keys", "add", "t0", "--model", "small", "--config", settings, .. store]);
        await using var gateway = await ChildProgram.StartAsync(
            program, ["serve", "--development", "--ready-json", "--plaintext", "--listen", "127.0.0.1:0", .. store], []);
        var lines = (await gateway.EndAsync()).TrimEnd().Split('\n');

        Assert.Contains(
            "There is no model small any more, which is the default of t0, t1, t10, t11, t2, t3, t4, t5, t6, t7 and 2 more: ",
            Assert.Single(lines, line => line.Contains("no model small", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Matches(
            "There is none of the models any more that key-[0-9a-f]+ may use",
            Assert.Single(lines, line => line.Contains("none of the models", StringComparison.Ordinal)));
    }

    // Three faults at four methods, thirty times each, without a key.
    [Fact]
    public async Task Text_CallsThatCannotBeRead_LeaveAFewLinesWithoutATrace()
    {
        await using var gateway = await ChildProgram.StartAsync(
            new LoadSettings().Gateway,
            ["serve", "--development", "--ready-json", "--plaintext", "--listen", "127.0.0.1:0", "--data", _folder.FullName], []);
        using var ready = JsonDocument.Parse(gateway.Ready);
        var address = new Uri(ready.RootElement.GetProperty("address").GetString()!);
        string[] methods =
        [
            "/edgeruntime.v1.Assistant/GetUsage", "/edgeruntime.v1.Assistant/ForgetSession", "/grpc.health.v1.Health/Check",
            "/edgeruntime.v1.Assistant/Converse",
        ];
        foreach (var method in Enumerable.Repeat(methods, 30).SelectMany(each => each))
        {
            await RawCall.SendAsync(address, method, [0, 0xFF, 0xFF, 0xFF, 0xFF, 0x12]);
            await RawCall.SendAsync(address, method, [0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]);
            await RawCall.SendAsync(address, method, [0, 0, 0, 0, 0], ("grpc-timeout", "999999999H"));
        }

        var lines = (await gateway.EndAsync()).TrimEnd().Split('\n');

        string[] codes = ["bound-exceeded", "key-missing", "message-malformed"];
        Assert.Equal(
            codes.Select(code => (10, code)),
            lines.Where(line => line.Contains("Refused a call from 127.0.0.1: ", StringComparison.Ordinal))
                .GroupBy(line => line.Split(' ')[^1], (code, all) => (all.Count(), code)).OrderBy(each => each.code));
        Assert.InRange(lines.Length, 30, 40); // with those of start and end
        Assert.DoesNotContain("Exception", string.Concat(lines), StringComparison.Ordinal);
    }

    // A turn, thirty calls with a key that nobody made, and one with the first key after it was revoked.
    private async Task<(string Bill, string[] Lines)> RunAsync(string format)
    {
        var program = new LoadSettings().Gateway;
        await using var gateway = await ChildProgram.StartAsync(
            program,
            ["serve", "--development", "--ready-json", "--plaintext", "--listen", "127.0.0.1:0", "--data", _folder.FullName],
            [
                ("EDGE_GATEWAY_Monitoring__LogFormat", format),
                ("EDGE_GATEWAY_Monitoring__LogLevel", "Debug"),
                ("EDGE_GATEWAY_Tenants__Remember", "00:00:00"),
            ]);
        using var ready = JsonDocument.Parse(gateway.Ready);
        var key = ready.RootElement.GetProperty("key").GetString()!;
        using var channel = GrpcChannel.ForAddress(ready.RootElement.GetProperty("address").GetString()!);
        var client = new Assistant.AssistantClient(channel);
        using var turn = await Call(client, key).AskAsync("turn-1", "say 3 words");
        for (var i = 0; i < 30; i++)
        {
            using var refused = await Call(client, Guess).AskAsync($"guess-{i}", "let me in");
            Assert.Equal("key-unknown", refused.Error.Code);
        }

        await RevokeAsync(program, "--data", _folder.FullName);
        using var revoked = await Call(client, key).AskAsync("turn-2", "say 3 words");
        Assert.Equal("key-revoked", revoked.Error.Code);
        return (turn.Done.BillId, (await gateway.EndAsync()).TrimEnd().Split('\n'));
    }

    private static async Task RevokeAsync(string program, params string[] store)
    {
        using var tenants = JsonDocument.Parse(await ChildProgram.RunAsync(program, ["tenants", "list", "--json", .. store]));
        var tenant = tenants.RootElement[0].GetProperty("id").GetString()!;
        using var keys = JsonDocument.Parse(await ChildProgram.RunAsync(program, ["keys", "list", tenant, "--json", .. store]));
        await ChildProgram.RunAsync(program, ["keys", "revoke", keys.RootElement[0].GetProperty("id").GetString()!, .. store]);
    }

    private static TestCall Call(Assistant.AssistantClient client, string key) => new(client.Converse(TestGateway.Authorization(key)));

    private static void AssertRecent(string timestamp)
    {
        var at = DateTimeOffset.ParseExact(timestamp, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null, DateTimeStyles.AssumeUniversal);
        Assert.InRange(at, DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddSeconds(1));
    }
}

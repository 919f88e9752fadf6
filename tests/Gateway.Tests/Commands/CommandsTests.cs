using System.Text.Json;
using EdgeRuntime.Gateway.Commands;
using Gateway.Tests.Store;

namespace Gateway.Tests.Commands;

public sealed class CommandsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-gateway-commands-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Tenants_AddSetSuspendList_ShowWhatWasSet()
    {
        await RunAsync(0, "tenants", "add", "acme", "--name", "Acme Ltd", "--budget", "12.5", "--weight", "3", "--block-topic", "weapons");
        await RunAsync(0, "tenants", "set", "acme", "--requests-per-minute", "60", "--personal-data", "refuse");
        await RunAsync(0, "tenants", "suspend", "acme");

        var listed = (await JsonAsync("tenants", "list"))[0];

        Assert.Equal(
            ("acme", "Acme Ltd", true),
            (listed.GetProperty("id").GetString(), listed.GetProperty("name").GetString(), listed.GetProperty("suspended").GetBoolean()));
        var settings = listed.GetProperty("settings");
        Assert.Equal(
            (12_500_000_000L, 60, 3, "refuse"),
            (settings.GetProperty("monthlyBudgetNanos").GetInt64(), settings.GetProperty("requestsPerMinute").GetInt32(),
                settings.GetProperty("weight").GetInt32(), settings.GetProperty("personalData").GetString()));
        Assert.Equal("weapons", settings.GetProperty("blockedTopics")[0].GetString());
        var (table, _) = await RunAsync(0, "tenants", "list");
        Assert.Matches(@"acme +Acme Ltd +suspended +12\.50 ", table);
    }

    [Fact]
    public async Task Keys_AddListRotateRevoke_ShowTheSecretOnce()
    {
        await RunAsync(0, "tenants", "add", "acme");
        var added = await JsonAsync(
            "keys", "add", "acme", "--device", "glasses-7", "--model", "small", "--feature", "chat", "--feature", "audio", "--expires",
            "30d");
        var id = added.GetProperty("key").GetProperty("id").GetString()!;
        Assert.StartsWith("egk_", added.GetProperty("secret").GetString());
        var rotated = await JsonAsync("keys", "rotate", id, "--overlap", "0s");
        await RunAsync(0, "keys", "revoke", rotated.GetProperty("key").GetProperty("id").GetString()!);

        var (json, _) = await RunAsync(0, "keys", "list", "acme", "--json");

        var keys = JsonDocument.Parse(json).RootElement;
        Assert.Equal(2, keys.GetArrayLength());
        Assert.DoesNotContain("egk_", json);
        Assert.Equal(["chat", "audio"], keys[0].GetProperty("features").EnumerateArray().Select(feature => feature.GetString()));
        Assert.Equal(1, keys.EnumerateArray().Count(key => key.GetProperty("revokedAt").ValueKind == JsonValueKind.String));
        Assert.All(keys.EnumerateArray(), key => Assert.Equal("glasses-7", key.GetProperty("device").GetString()));
    }

    [Fact]
    public async Task Budgets_SetAndShow_GiveWhatIsLeft()
    {
        await RunAsync(0, "tenants", "add", "acme");
        await RunAsync(0, "budgets", "set", "acme", "1.5");

        Assert.Equal(1_500_000_000, (await JsonAsync("budgets", "show", "acme"))[0].GetProperty("budgetLeftNanos").GetInt64());
        await RunAsync(0, "budgets", "set", "acme", "none");
        Assert.Equal(JsonValueKind.Null, (await JsonAsync("budgets", "show"))[0].GetProperty("budgetNanos").ValueKind);
    }

    [Fact]
    public async Task UsageAndInvoice_OfAMonthWithoutTurns_AreZero()
    {
        await RunAsync(0, "tenants", "add", "acme");
        var file = Path.Combine(_folder.FullName, "invoice.csv");

        Assert.Equal(0, (await JsonAsync("usage", "acme", "--month", "2026-11"))[0].GetProperty("turns").GetInt64());
        Assert.Equal("0.00", (await JsonAsync("invoice", "acme", "--month", "2026-11")).GetProperty("total").GetString());
        await RunAsync(0, "invoice", "acme", "--month", "2026-11", "--out", file);
        Assert.EndsWith("acme,2026-11,,total,0,,,,,,0.00,0,USD,,,,,0,0\r\n", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Migrate_ANewFolder_MakesTheStoreAndFindsTheBooksRight()
    {
        var migrated = await JsonAsync("migrate", "--verify");

        Assert.Equal((0L, 0), (migrated.GetProperty("from").GetInt64(), migrated.GetProperty("wrong").GetArrayLength()));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "gateway.db")));
    }

    [Theory]
    [InlineData(2, "id-wrong", "tenants", "add", "Acme!")]
    [InlineData(2, "setting-wrong", "tenants", "add", "acme", "--budget", "-1")]
    [InlineData(2, "tenant-unknown", "tenants", "suspend", "nobody")]
    [InlineData(2, "tenant-unknown", "keys", "add", "nobody")]
    [InlineData(2, "setting-wrong", "keys", "add", "nobody", "--expires", "soon")]
    [InlineData(2, "key-unknown", "keys", "revoke", "key-0")]
    [InlineData(2, "usage-wrong", "keys", "add", "acme", "--feature", "flying")]
    [InlineData(2, "usage-wrong", "keys", "add")]
    [InlineData(2, "setting-wrong", "budgets", "set", "acme", "much")]
    [InlineData(2, "setting-wrong", "usage", "--month", "November")]
    [InlineData(2, "tenant-unknown", "invoice", "nobody")]
    [InlineData(2, "setting-wrong", "tenants", "list", "--config", "missing.json")]
    [InlineData(2, "setting-wrong", "tenants", "list", "--store", "nonsense")]
    [InlineData(1, "store-unavailable", "tenants", "list", "--store", "Host=/nowhere")]
    public async Task BadInput_AnyCommand_GivesOneSentenceAndItsCode(int exit, string code, params string[] arguments)
    {
        var (output, error) = await RunAsync(exit, arguments);
        var (json, silent) = await RunAsync(exit, [.. arguments, "--json"]);

        Assert.Equal("", output);
        Assert.EndsWith($"[{code}]", error.TrimEnd());
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(code, JsonDocument.Parse(json).RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("", silent);
    }

    [Theory]
    [InlineData("tenants")]
    [InlineData("tenants", "add")]
    [InlineData("keys", "rotate")]
    [InlineData("budgets", "set")]
    [InlineData("usage")]
    [InlineData("invoice")]
    [InlineData("migrate")]
    public async Task Help_OfACommand_SaysHowToUseIt(params string[] command)
    {
        var (help, _) = await RunAsync(0, [.. command, "--help"]);

        Assert.Contains("Usage:", help);
        Assert.Contains(string.Join(' ', command), help);
    }

    [PostgresFact]
    public async Task Tenants_OnPostgres_WorkTheSame()
    {
        var store = PostgresServer.NewSchema();
        await RunAsync(0, "tenants", "add", "acme", "--store", store);

        Assert.Equal("acme", (await JsonAsync("tenants", "list", "--store", store))[0].GetProperty("id").GetString());
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments) =>
        JsonDocument.Parse((await RunAsync(0, [.. arguments, "--json"])).Output).RootElement;

    private async Task<(string Output, string Error)> RunAsync(int exit, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var ended = await CommandTree.RunAsync(
            arguments.Contains("--help") ? arguments : [.. arguments, "--data", _folder.FullName], output, error);
        Assert.True(ended == exit, $"{string.Join(' ', arguments)} ended with {ended}: {output} {error}");
        return (output.ToString(), error.ToString());
    }
}

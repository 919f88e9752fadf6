using System.Text.Json;
using EdgeRuntime.Gateway.Commands;
using Gateway.Tests.Store;
using Microsoft.Data.Sqlite;

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
            "keys", "add", "acme", "--device", "glasses-7", "--model", "scripted", "--feature", "chat", "--feature", "audio", "--expires",
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

    [Theory]
    [InlineData("smal", "Did you mean 'small'?", "tenants", "set", "acme", "--default-model", "smal")]
    [InlineData("Small", "Did you mean 'small'?", "tenants", "add", "other", "--default-model", "Small")]
    [InlineData("smal", "Did you mean 'small'?", "keys", "add", "acme", "--model", "large", "--model", "smal")]
    [InlineData("gpt-9", "which are small, large.", "keys", "add", "acme", "--model", "gpt-9")]
    public async Task Model_ThatIsNotConfigured_IsRefusedWithTheOneThatWasMeant(string typed, string says, params string[] arguments)
    {
        await ConfigureAsync("small", "large");
        await RunAsync(0, "tenants", "add", "acme", "--default-model", "large");

        var (_, error) = await RunAsync(2, arguments);

        Assert.StartsWith($"There is no model '{typed}'. ", error, StringComparison.Ordinal);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Equal("large", Assert.Single((await JsonAsync("tenants", "list")).EnumerateArray())
            .GetProperty("settings").GetProperty("defaultModel").GetString());
        Assert.Empty((await JsonAsync("keys", "list")).EnumerateArray());
    }

    [Fact]
    public async Task Tenants_WhoseDefaultModelIsNotConfiguredAnyMore_CanBeChangedAndGetAnother()
    {
        await ConfigureAsync("small", "large");
        await RunAsync(0, "tenants", "add", "acme", "--default-model", "small");
        await ConfigureAsync("large");
        await RunAsync(0, "tenants", "set", "acme", "--weight", "2");
        await RunAsync(0, "tenants", "set", "acme", "--default-model", "none");

        var settings = (await JsonAsync("tenants", "list"))[0].GetProperty("settings");

        Assert.Equal(2, settings.GetProperty("weight").GetInt32());
        Assert.False(settings.TryGetProperty("defaultModel", out var model) && model.ValueKind == JsonValueKind.String);
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("red\u001b[31m")]
    [InlineData("turned\u202e")]
    [InlineData(" ")]
    public async Task Tenants_NameThatIsNotOneLine_IsRefused(string name)
    {
        var (_, error) = await RunAsync(2, "tenants", "add", "acme", "--name", name);

        Assert.StartsWith("The name of a tenant is empty, too long or not one line. ", error, StringComparison.Ordinal);
        Assert.Empty((await JsonAsync("tenants", "list")).EnumerateArray());
    }

    // As rows of an earlier version may hold them.
    [Fact]
    public async Task Tenants_NameOfTwoLinesInTheStore_IsOneLineOfTheTable()
    {
        await RunAsync(0, "tenants", "add", "acme");
        await using (var store = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "gateway.db")}"))
        {
            await store.OpenAsync();
            await using var rename = store.CreateCommand();
            rename.CommandText = "UPDATE tenants SET name = 'Ac' || char(10) || 'me'";
            Assert.Equal(1, await rename.ExecuteNonQueryAsync());
        }

        var (table, _) = await RunAsync(0, "tenants", "list");

        Assert.Contains(@"Ac\nme", table, StringComparison.Ordinal);
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
    [InlineData(2, "usage-wrong", "tenants", "set", "acme", "--weight", "1,5")]
    [InlineData(2, "usage-wrong", "tenants", "set", "acme", "--tokens-per-minute", "1e6")]
    [InlineData(2, "usage-wrong", "tenants", "set", "acme", "--concurrent-turns")]
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
        Assert.DoesNotContain("System.", error);
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

    private Task ConfigureAsync(params string[] models)
    {
        var prices = models.Select(model => $$"""{"Model":"{{model}}","InputPerMillionTokens":1,"OutputPerMillionTokens":1}""");
        var served = models.Select(model => $$"""{"Name":"{{model}}","Chat":[{"Server":"scripted"}]}""");
        return File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "edge-gateway.json"),
            $$"""
            {
                "Gateway": {
                    "Ledger": { "Prices": [{{string.Join(",", prices)}}] }, "Upstreams": { "Models": [{{string.Join(",", served)}}] }
                }
            }
            """);
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

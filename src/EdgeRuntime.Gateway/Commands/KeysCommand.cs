using System.CommandLine;
using EdgeRuntime.Gateway.Commands.Reports;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway keys add|list|rotate|revoke</c>. A secret is shown once, when it is made.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "What callers prove themselves with.") { Add(), List(), Rotate(), Revoke() };

    private static Command Add()
    {
        var tenant = new Argument<string>("TENANT") { Description = "Id of the tenant that pays." };
        var device = new Option<string?>("--device") { Description = "Device under the tenant; without it the key is the tenant's own." };
        var models = new Option<string[]>("--model") { Description = "Model it may use, several times for several; all by default." };
        var features = new Option<string[]>("--feature")
        {
            Description = $"What it may ask for: {string.Join(", ", FeatureNames.All)}; all by default.",
        };
        var expires = new Option<string?>("--expires") { Description = $"How long it is good for: {SpanText.Rule}; for ever by default." };
        features.AcceptOnlyFromAmong(FeatureNames.All);
        return new Command("add", "Make a key and show its secret, this once.") { tenant, device, models, features, expires }.Does(
            async (parsed, services, stop) =>
            {
                TimeSpan? lifetime = null;
                if (parsed.GetValue(expires) is { } text && (lifetime = SpanText.Parse(text)) is null) return NoSpan(text);
                if (ModelNames.Unknown(services, parsed.GetValue(models) ?? []) is { } unknown) return unknown;
                var scope = new KeyScope(
                    parsed.GetValue(device), parsed.GetValue(models) ?? [], FeatureNames.Parse(parsed.GetValue(features) ?? []), lifetime);
                return await (await services.OpenAsync<KeyRegistry>(stop)).AddAsync(parsed.GetRequiredValue(tenant), scope, stop);
            },
            Print);
    }

    private static Command List()
    {
        var tenant = new Argument<string?>("TENANT") { Description = "Only this tenant's.", Arity = ArgumentArity.ZeroOrOne };
        return new Command("list", "Show keys; secrets are not known any more.") { tenant }.Does<List<KeyRow>>(
            async (parsed, services, stop) => await (await services.OpenAsync<KeyRegistry>(stop)).ListAsync(parsed.GetValue(tenant), stop),
            (console, rows) =>
            {
                if (console.Json) console.Print([.. rows.Select(KeyReport.From)], CommandsJson.Default.ListKeyReport);
                else PrintTable(console, rows);
            });
    }

    private static Command Rotate()
    {
        var key = KeyId();
        var overlap = new Option<string>("--overlap")
        {
            Description = $"How long the old key stays good: {SpanText.Rule}.",
            DefaultValueFactory = _ => "1h",
        };
        return new Command("rotate", "Make a key of the same scope and let the old one end.") { key, overlap }.Does(
            async (parsed, services, stop) =>
            {
                if (SpanText.Parse(parsed.GetRequiredValue(overlap)) is not { } span) return NoSpan(parsed.GetRequiredValue(overlap));
                return await (await services.OpenAsync<KeyRegistry>(stop)).RotateAsync(parsed.GetRequiredValue(key), span, stop);
            },
            Print);
    }

    private static Command Revoke()
    {
        var key = KeyId();
        return new Command("revoke", "Refuse a key from now on; running gateways notice within seconds.") { key }.Does<KeyRow>(
            async (parsed, services, stop) =>
                await (await services.OpenAsync<KeyRegistry>(stop)).RevokeAsync(parsed.GetRequiredValue(key), stop),
            (console, row) =>
            {
                if (console.Json) console.Print(KeyReport.From(row), CommandsJson.Default.KeyReport);
                else PrintTable(console, [row]);
            });
    }

    private static Argument<string> KeyId() => new("KEY") { Description = "Public id of the key, as keys list shows it." };

    private static Failure NoSpan(string text) => TenantFailures.SettingWrong($"'{text}' is no length of time.", $"Give {SpanText.Rule}.");

    private static void Print(CommandConsole console, IssuedKey issued)
    {
        if (console.Json)
        {
            console.Print(IssuedKeyReport.From(issued), CommandsJson.Default.IssuedKeyReport);
            return;
        }

        PrintTable(console, [issued.Key]);
        console.Error.WriteLine("The secret is shown only now:");
        console.Output.WriteLine(issued.Secret);
    }

    private static void PrintTable(CommandConsole console, IEnumerable<KeyRow> rows) => console.PrintTable(
        ["key", "tenant", "device", "models", "features", "made", "state"],
        rows.Select(row => new[]
        {
            row.Id, row.TenantId, row.DeviceId ?? "", row.Models.Count == 0 ? "all" : string.Join(", ", row.Models),
                string.Join(", ", FeatureNames.List(row.Features)), $"{row.CreatedAt:u}",
            row.RevokedAt is { } revoked ? $"revoked {revoked:u}" : row.ExpiresAt is { } end ? $"until {end:u}" : "for ever",
        }));
}

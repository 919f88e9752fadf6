using System.CommandLine;
using EdgeRuntime.Gateway.Commands.Reports;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway tenants add|list|suspend|resume|set</c>.</summary>
internal static class TenantsCommand
{
    public static Command Create() => new("tenants", "Who may use the gateway.")
    {
        Add(),
        List(),
        Suspend("suspend", "Refuse all keys of a tenant.", true),
        Suspend("resume", "Admit them again.", false),
        Set(),
    };

    private static Command Add()
    {
        var id = Id();
        var name = new Option<string?>("--name") { Description = "Name for people; the id by default." };
        var budget = new Option<string>("--budget")
        {
            Description = "Limit per calendar month in units of the currency, or none.",
            DefaultValueFactory = _ => BudgetText.None,
        };
        var settings = new TenantSettingOptions();
        var add = new Command("add", "Make a tenant.") { id, name, budget };
        settings.AddTo(add);
        return add.Does(
            async (parsed, services, stop) =>
            {
                if (BudgetText.Parse(parsed.GetRequiredValue(budget)) is { Failure: { } failure }) return failure;
                if (ModelNames.Unknown(services, settings.ModelsIn(parsed)) is { } unknown) return unknown;
                var limit = BudgetText.Parse(parsed.GetRequiredValue(budget)).Value;
                var tenants = await services.OpenAsync<TenantRegistry>(stop);
                var tenant = parsed.GetRequiredValue(id);
                return await tenants.AddAsync(
                    tenant, parsed.GetValue(name) ?? tenant,
                    settings.Apply(parsed, new TenantSettings()) with { MonthlyBudgetNanos = limit }, stop);
            },
            Print);
    }

    private static Command List() => new Command("list", "Show all tenants.").Does<List<TenantRow>>(
        async (_, services, stop) => await (await services.OpenAsync<TenantRegistry>(stop)).ListAsync(stop),
        (console, rows) =>
        {
            if (console.Json) console.Print([.. rows.Select(TenantReport.From)], CommandsJson.Default.ListTenantReport);
            else PrintTable(console, rows);
        });

    private static Command Suspend(string verb, string description, bool suspended)
    {
        var id = Id();
        return new Command(verb, description) { id }.Does(
            async (parsed, services, stop) =>
                await (await services.OpenAsync<TenantRegistry>(stop)).SuspendAsync(parsed.GetRequiredValue(id), suspended, stop), Print);
    }

    private static Command Set()
    {
        var id = Id();
        var settings = new TenantSettingOptions();
        var set = new Command("set", "Change limits and policies of a tenant.") { id };
        settings.AddTo(set);
        return set.Does(
            async (parsed, services, stop) => ModelNames.Unknown(services, settings.ModelsIn(parsed)) is { } unknown
                ? unknown
                : await (await services.OpenAsync<TenantRegistry>(stop))
                    .ChangeAsync(parsed.GetRequiredValue(id), old => settings.Apply(parsed, old), stop),
            Print);
    }

    private static Argument<string> Id() => new("TENANT") { Description = "Id of the tenant: 1 to 64 of a-z, 0-9 and '-'." };

    private static void Print(CommandConsole console, TenantRow row)
    {
        if (console.Json) console.Print(TenantReport.From(row), CommandsJson.Default.TenantReport);
        else PrintTable(console, [row]);
    }

    private static void PrintTable(CommandConsole console, IEnumerable<TenantRow> rows) => console.PrintTable(
        ["tenant", "name", "state", "budget", "model", "turns/min", "tokens/min", "at once", "weight", "personal data", "topics"],
        rows.Select(row => new[]
        {
            row.Id, row.Name, row.Suspended ? "suspended" : "active", BudgetText.Write(row.Settings.MonthlyBudgetNanos),
                row.Settings.DefaultModel ?? "",
            $"{row.Settings.RequestsPerMinute}", $"{row.Settings.TokensPerMinute}", $"{row.Settings.ConcurrentTurns}",
            $"{row.Settings.Weight}",
            row.Settings.PersonalData, string.Join(", ", row.Settings.BlockedTopics),
        }));
}

using System.CommandLine;
using EdgeRuntime.Gateway.Commands.Reports;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway budgets set|show</c>.</summary>
internal static class BudgetsCommand
{
    public static Command Create() => new("budgets", "What tenants may spend per calendar month.") { Set(), Show() };

    private static Command Set()
    {
        var tenant = new Argument<string>("TENANT") { Description = "Id of the tenant." };
        var amount = new Argument<string>("AMOUNT")
        {
            Description = "Units of the currency such as 12.50, or none. It holds for the next turn; running ones keep what they reserved.",
        };
        return new Command("set", "Change a tenant's budget.") { tenant, amount }.Does(
            async (parsed, services, stop) =>
            {
                var budget = BudgetText.Parse(parsed.GetRequiredValue(amount));
                if (budget.Failure is { } failure) return failure;
                var changed = await (await services.OpenAsync<TenantRegistry>(stop)).ChangeAsync(
                    parsed.GetRequiredValue(tenant), settings => settings with { MonthlyBudgetNanos = budget.Value }, stop);
                return changed.TryGet(out var row, out failure) ? await UsageTable.ReadAsync(services, row.Id, null, null, stop) : failure;
            },
            UsageTable.Print);
    }

    private static Command Show()
    {
        var tenant = new Argument<string?>("TENANT") { Description = "Only this tenant's.", Arity = ArgumentArity.ZeroOrOne };
        return new Command("show", "Show budgets and what is left of them this month.") { tenant }.Does<List<UsageReport>>(
            (parsed, services, stop) => UsageTable.ReadAsync(services, parsed.GetValue(tenant), null, null, stop), UsageTable.Print);
    }
}

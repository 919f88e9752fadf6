using System.CommandLine;
using EdgeRuntime.Gateway.Commands.Reports;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway usage</c>.</summary>
internal static class UsageCommand
{
    public static Command Create()
    {
        var tenant = new Argument<string?>("TENANT") { Description = "Only this tenant's.", Arity = ArgumentArity.ZeroOrOne };
        var month = MonthOption.Create();
        var device = new Option<string?>("--device") { Description = "Only this device's." };
        return new Command("usage", "Show what tenants have used in a month.") { tenant, month, device }.Does<List<UsageReport>>(
            (parsed, services, stop) => UsageTable.ReadAsync(
                services, parsed.GetValue(tenant), parsed.GetValue(month), parsed.GetValue(device), stop), UsageTable.Print);
    }
}

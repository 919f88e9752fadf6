using System.CommandLine;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>Reads <c>--month</c>: a calendar month in UTC, the current one by default.</summary>
internal static class MonthOption
{
    public static Option<string?> Create() =>
        new("--month") { Description = "Calendar month in UTC such as 2026-11; the current one by default.", HelpName = "YYYY-MM" };

    [SuppressMessage("ApiDesign", "RS0030", Justification = "calendar: the month")]
    public static Outcome<int> Read(string? text, TimeProvider time)
    {
        if (text is null) return Month.Number(time.GetUtcNow());
        return Month.Parse(text) is { } month
            ? Month.Number(month)
            : TenantFailures.SettingWrong($"'{text}' is no month.", "Give one such as 2026-11.");
    }
}

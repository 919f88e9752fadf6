using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>A budget as an operator writes it: units of the currency per month, or "none".</summary>
internal static class BudgetText
{
    public const string None = "none";

    public static Outcome<long?> Parse(string text)
    {
        if (text == None) return Outcome<long?>.From(null);
        return Money.Parse(text) is { } nanos
            ? Outcome<long?>.From(nanos)
            : TenantFailures.SettingWrong($"'{text}' is no budget.", "Give units of the currency such as 12.50, or none.");
    }

    public static string Write(long? nanos) => nanos is { } limit ? Money.Text(limit) : None;
}

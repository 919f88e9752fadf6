using System.Text;
using EdgeRuntime.Gateway.Settings;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>The bounds of <see cref="TenantSettings"/>.</summary>
internal static class TenantSettingsRules
{
    private const int MostTopics = 100;
    private const int LongestName = 64;
    private const int LongestPersonalName = 200;

    /// <summary>One <c>setting-wrong</c> about a tenant's name for people, or null.</summary>
    public static Failure? ProblemOfName(string name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= LongestPersonalName && OneLine.Is(name)
            ? null
            : TenantFailures.SettingWrong(
                "The name of a tenant is empty, too long or not one line.", $"Use 1 to {LongestPersonalName} characters of one line.");

    /// <summary>One <c>setting-wrong</c>, or null.</summary>
    public static Failure? Problem(TenantSettings settings)
    {
        if (settings.MonthlyBudgetNanos < 0)
        {
            return TenantFailures.SettingWrong("A budget cannot be negative.", "Give zero or more, or 'none' for no limit.");
        }

        if (settings.RequestsPerMinute < 1) return TooSmall("requests per minute");
        if (settings.TokensPerMinute < 1) return TooSmall("tokens per minute");
        if (settings.ConcurrentTurns < 1) return TooSmall("concurrent turns");
        if (settings.Weight is < 1 or > 1000) return TenantFailures.SettingWrong("The weight is out of bounds.", "Use 1 to 1000.");
        if (settings.PersonalData is not ("off" or "redact" or "refuse"))
        {
            return TenantFailures.SettingWrong($"'{settings.PersonalData}' is no policy for personal data.", "Use off, redact or refuse.");
        }

        if (settings.DefaultModel is { } model && Encoding.UTF8.GetByteCount(model) > LongestName)
        {
            return TenantFailures.SettingWrong("The name of the model is too long.", "Use at most 64 bytes.");
        }

        return settings.BlockedTopics.Count > MostTopics
            || settings.BlockedTopics.Any(topic => string.IsNullOrWhiteSpace(topic) || topic.Length > LongestName || !OneLine.Is(topic))
            ? TenantFailures.SettingWrong(
                "A blocked topic is empty, too long or not one line, or there are too many.",
                $"Use at most {MostTopics} topics of 1 to {LongestName} characters.")
            : null;
    }

    private static Failure TooSmall(string what) =>
        TenantFailures.SettingWrong($"The limit of {what} is too small.", "Use 1 or more; suspend the tenant to stop it.");
}

namespace EdgeRuntime.Gateway.Settings;

/// <summary>A value held against its bound. Not a tuple: the framework compiles what it does with tuples anew at every start.</summary>
/// <param name="Key">Of the setting, below its section.</param>
/// <param name="Value">As configured, or as built in.</param>
/// <param name="IsKept">Whether the value is allowed.</param>
/// <param name="Allowed">The values that are, for a person.</param>
internal sealed record SettingRule(string Key, object Value, bool IsKept, string Allowed)
{
    /// <summary>A number that may be both ends too; NaN is in no bounds.</summary>
    public static SettingRule Between(string key, double value, double least, double most) =>
        new(key, value, value >= least && value <= most, $"{least} to {most}");

    /// <summary>One sentence for each rule of a section that is not kept.</summary>
    public static IEnumerable<string> Broken(string section, IEnumerable<SettingRule> rules) =>
        from rule in rules where !rule.IsKept select $"{section}:{rule.Key} is '{rule.Value}': give {rule.Allowed}.";
}

namespace EdgeRuntime.Gateway.Settings;

/// <summary>A value held against its bound. Not a tuple: the framework compiles what it does with tuples anew at every start.</summary>
/// <param name="Key">Of the setting, below its section.</param>
/// <param name="Value">As it is set.</param>
/// <param name="IsKept">Whether the value is allowed.</param>
/// <param name="Allowed">The values that are, for a person.</param>
internal sealed record SettingRule(string Key, object Value, bool IsKept, string Allowed);

namespace EdgeRuntime.Device.Settings.Reading;

/// <summary>One setting as it stands in a file.</summary>
/// <param name="Section">Name of its section, or whatever stands at the left edge in its place.</param>
/// <param name="Name">Its name in the section; null where a value stands at the left edge, without a section.</param>
/// <param name="Value">What is given.</param>
/// <param name="Line">Line of the name, from 1.</param>
internal sealed record SettingEntry(string Section, string? Name, SettingValue Value, int Line)
{
    /// <summary>A section in which nothing is set.</summary>
    public static SettingEntry Nothing(string section, int line) => new(section, null, new SettingValue.Map([]), line);

    /// <summary>True for a section in which nothing is set.</summary>
    public bool IsNothing => Name is null && Value is SettingValue.Map { Pairs: [] };

    /// <summary>Section and name with a dot between.</summary>
    public string Key => Name is null ? Section : $"{Section}.{Name}";
}

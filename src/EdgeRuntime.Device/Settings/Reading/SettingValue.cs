namespace EdgeRuntime.Device.Settings.Reading;

/// <summary>A value as it stands in a file.</summary>
internal abstract record SettingValue
{
    private const int Shown = 60;

    private SettingValue()
    {
    }

    /// <summary>The beginning of it, for a sentence.</summary>
    public sealed override string ToString()
    {
        var whole = this switch
        {
            Text text => text.Words,
            List list => $"[{string.Join(", ", list.Items)}]",
            Map map => $"{{ {string.Join(", ", map.Pairs.Select(pair => $"{pair.Name}: {pair.Words}"))} }}",
            _ => "",
        };
        return SettingText.Shown(whole, Shown);
    }

    /// <summary>One text, a number or a switch included.</summary>
    /// <param name="Words">Without quotes.</param>
    public sealed record Text(string Words) : SettingValue;

    /// <summary>Texts in a row.</summary>
    public sealed record List(IReadOnlyList<string> Items) : SettingValue;

    /// <summary>Texts under names.</summary>
    /// <param name="Pairs">In the order of the file, no name twice.</param>
    public sealed record Map(IReadOnlyList<(string Name, string Words)> Pairs) : SettingValue;
}

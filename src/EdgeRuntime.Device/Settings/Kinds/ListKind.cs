using System.Diagnostics.CodeAnalysis;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>A list of texts, such as <c>[view glass, computer]</c>.</summary>
/// <param name="each">What each of them has to be.</param>
internal sealed class ListKind(SettingKind each) : SettingKind
{
    private const int Most = 64;

    /// <inheritdoc/>
    public override string Rule => $"a list of 1 to {Most}, each of them {each.Rule}";

    /// <inheritdoc/>
    public override bool TryRead(SettingValue given, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (given is not SettingValue.List { Items: { Count: > 0 and <= Most } items }) return false;
        var read = new List<string>();
        foreach (var item in items)
        {
            if (!each.TryRead(new SettingValue.Text(item), out var one)) return false;
            read.Add((string)one);
        }

        value = read;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(object value) => $"[{string.Join(", ", ((IReadOnlyList<string>)value).Select(Quoted))}]";

    // What begins with anything but a letter, or holds what YAML has a meaning for, is a text only in quotes.
    private static string Quoted(string text) =>
        char.IsAsciiLetter(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '_' or '-' or '.' or '/')
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

using System.Diagnostics.CodeAnalysis;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>A text of one line.</summary>
/// <param name="rule">What has to be given, as it ends the sentence "… must be".</param>
/// <param name="fits">Whether a text is allowed, beyond that it is neither empty nor long nor of several lines.</param>
internal sealed class TextKind(string rule, Func<string, bool> fits) : SettingKind
{
    private const int Longest = 1024;

    /// <summary>A path from the root of the file system on: what it means must not depend on where a program is started.</summary>
    public static TextKind Path { get; } = new("a path that begins with /", text => text[0] == '/');

    /// <inheritdoc/>
    public override string Rule => rule;

    /// <inheritdoc/>
    public override bool TryRead(SettingValue given, [NotNullWhen(true)] out object? value)
    {
        value = given is SettingValue.Text { Words: var words } && Fits(words) ? words : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public override string Write(object value) => (string)value;

    private bool Fits(string text) =>
        text.Length is > 0 and <= Longest && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl) && fits(text);
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>A whole number of things.</summary>
/// <param name="least">Fewest allowed.</param>
/// <param name="most">Most allowed.</param>
/// <param name="unit">What is counted; empty for what the setting is named after.</param>
internal sealed class CountKind(long least, long most, string unit = "") : SettingKind
{
    /// <inheritdoc/>
    public override string Unit => unit;

    /// <inheritdoc/>
    public override string Rule => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    /// <inheritdoc/>
    public override bool TryRead(SettingValue given, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (given is not SettingValue.Text { Words: var words }
            || !long.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < least || number > most)
        {
            return false;
        }

        value = number;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(object value) => ((long)value).ToString(CultureInfo.InvariantCulture);
}

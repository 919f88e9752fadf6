using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>A number with a decimal point, such as <c>0.35</c>.</summary>
/// <param name="least">Least allowed.</param>
/// <param name="most">Most allowed.</param>
/// <param name="unit">Unit, which is not written; empty for a bare number.</param>
internal sealed class NumberKind(double least, double most, string unit = "") : SettingKind
{
    /// <inheritdoc/>
    public override string Unit => unit;

    /// <inheritdoc/>
    public override string Rule => $"a number from {Write(least)} to {Write(most)}";

    /// <inheritdoc/>
    public override bool TryRead(SettingValue given, [NotNullWhen(true)] out object? value)
    {
        value = null;
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (given is not SettingValue.Text { Words: var words }
            || !double.TryParse(words, Plain, CultureInfo.InvariantCulture, out var number)
            || !(number >= least && number <= most)) // false for what is not a number
        {
            return false;
        }

        value = number;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(object value) => ((double)value).ToString("0.######", CultureInfo.InvariantCulture);
}

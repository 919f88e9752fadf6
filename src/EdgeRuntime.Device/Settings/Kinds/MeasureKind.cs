using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>A number with a unit behind it, such as <c>250 ms</c>. Immutable.</summary>
/// <typeparam name="T">Type of the option.</typeparam>
internal abstract class MeasureKind<T> : SettingKind
    where T : struct, IComparable<T>
{
    private readonly T _least;
    private readonly T _most;

    /// <summary>Takes the bounds as a file would have them.</summary>
    protected MeasureKind(string least, string most)
    {
        (_least, _most) = (Bound(least), Bound(most));
        T Bound(string text) =>
            Parse(text) ?? throw new ArgumentException($"'{text}' is no bound for values with {Unit}.", nameof(least));
    }

    /// <inheritdoc/>
    public override string Rule => $"{Noun} from {Write(_least)} to {Write(_most)}";

    /// <summary>What a value is, with its article.</summary>
    protected abstract string Noun { get; }

    /// <summary>Units with how many of the smallest each is, in rising order.</summary>
    protected abstract IReadOnlyList<(string Name, decimal Size)> Units { get; }

    /// <inheritdoc/>
    public override string Unit => string.Join(", ", Units.Select(unit => unit.Name));

    /// <inheritdoc/>
    public override bool TryRead(SettingValue given, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (given is not SettingValue.Text { Words: var words } || Parse(words) is not { } read) return false;
        if (read.CompareTo(_least) < 0 || read.CompareTo(_most) > 0 || !Fits(read)) return false;
        value = read;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(object value)
    {
        var count = CountOf((T)value);
        var (name, size) = Units.LastOrDefault(unit => count != 0 && count % unit.Size == 0, Units[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{count / size:0.######} {name}");
    }

    /// <summary>A value of so many of the smallest unit; null where it is none.</summary>
    protected abstract T? ValueOf(decimal count);

    /// <summary>How many of the smallest unit a value is.</summary>
    protected abstract decimal CountOf(T value);

    /// <summary>Whether a value within the bounds is allowed.</summary>
    protected virtual bool Fits(T value) => true;

    /// <summary>What a text says; null where it is no value.</summary>
    protected T? Parse(string text)
    {
        var end = text.AsSpan().IndexOfAnyExcept("0123456789.");
        if (end <= 0) return null;
        var unit = text[end..].Trim();
        var size = Units.FirstOrDefault(one => one.Name == unit).Size;
        return size > 0
            && decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number < 1_000_000_000_000_000 / size
            ? ValueOf(number * size)
            : null;
    }
}

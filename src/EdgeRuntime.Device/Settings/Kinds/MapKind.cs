using System.Diagnostics.CodeAnalysis;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>Values under names, such as <c>{ area: Kitchen }</c>.</summary>
/// <typeparam name="T">Type of a value.</typeparam>
/// <param name="name">What each name has to be.</param>
/// <param name="each">What each value has to be.</param>
internal sealed class MapKind<T>(SettingKind name, SettingKind each) : SettingKind
    where T : notnull
{
    private const int Most = 64;

    /// <inheritdoc/>
    public override string Rule => $"up to {Most} names with values below it; a name is {name.Rule}, a value {each.Rule}";

    /// <inheritdoc/>
    public override bool TryRead(SettingValue given, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (given is not SettingValue.Map { Pairs: { Count: > 0 and <= Most } pairs }) return false;
        var read = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, text) in pairs)
        {
            if (!name.TryRead(new SettingValue.Text(key), out _) || !each.TryRead(new SettingValue.Text(text), out var one)) return false;
            read[key] = (T)one;
        }

        value = read;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(object value)
    {
        var pairs = ((IReadOnlyDictionary<string, T>)value).Select(pair => $"{pair.Key}: {each.Write(pair.Value)}").ToList();
        return pairs.Count == 0 ? "{}" : $"{{ {string.Join(", ", pairs)} }}";
    }
}

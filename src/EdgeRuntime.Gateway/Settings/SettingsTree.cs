using System.Reflection;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>All settings that there are, read off types of options as the binder of the configuration reads them: public
/// properties, and what their types hold. <see cref="SettingsCheck"/> refuses everything else; a document of all settings is
/// <see cref="SettingNode.All"/> of the root.</summary>
internal static class SettingsTree
{
    /// <summary>The tree of an options type.</summary>
    /// <param name="type">With a constructor without parameters.</param>
    /// <param name="key">Where it stands in the configuration.</param>
    public static SettingNode Read(Type type, string key)
    {
        var initial = new Lazy<object?>(() => Activator.CreateInstance(type));
        return new SettingNode(type, key, property: null, () => initial.Value);
    }

    /// <summary>What stands where an option of a type is, and the type of its entries where it has some.</summary>
    public static (SettingKind Kind, Type? Entry) ShapeOf(Type type)
    {
        if (SettingText.IsReadable(type)) return (SettingKind.Value, null);
        if (ItemOf(type, typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)) is { } value) return (SettingKind.Dictionary, value);
        return ItemOf(type, typeof(IEnumerable<>)) is { } item ? (SettingKind.List, item) : (SettingKind.Section, null);
    }

    /// <summary>The options of a section.</summary>
    public static IReadOnlyList<SettingNode> PartsOf(SettingNode section)
    {
        var initial = section.Default
            ?? throw new NotSupportedException($"{section.Key} is a {section.Type.Name}, which cannot be read from a configuration.");
        return [.. from option in Options(section.Type)
                   select new SettingNode(option.PropertyType, $"{section.Key}:{option.Name}", option, () => option.GetValue(initial))];
    }

    /// <summary>What every entry of a list or dictionary looks like.</summary>
    public static SettingNode EntryOf(SettingNode many, Type entry)
    {
        var key = $"{many.Key}:{(many.Kind == SettingKind.List ? SettingNode.AnyNumber : SettingNode.AnyName)}";
        return SettingText.IsReadable(entry) ? new SettingNode(entry, key, property: null, () => null) : Read(entry, key);
    }

    // What the binder sets, or goes into where there is no setter.
    private static IEnumerable<PropertyInfo> Options(Type type) =>
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
        where property.GetIndexParameters().Length == 0 && property.GetMethod is { IsPublic: true }
            && (property.SetMethod is { IsPublic: true } || !SettingText.IsReadable(property.PropertyType))
        select property;

    private static Type? ItemOf(Type type, params Type[] shapes) => (
        from shape in type.GetInterfaces().Prepend(type)
        where shape.IsGenericType && shapes.Contains(shape.GetGenericTypeDefinition())
        select shape.GetGenericArguments()[^1]).FirstOrDefault();
}

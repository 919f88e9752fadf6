using System.Reflection;
using EdgeRuntime.Gateway.Secrecy;
using Microsoft.Extensions.Configuration;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>All settings that there are, read off types of options as the binder of the configuration reads them: public
/// properties, and what their types hold. <see cref="SettingsCheck"/> refuses everything else; a document of all settings is
/// <see cref="SettingNode.All"/> of the root.</summary>
internal static class SettingsTree
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The tree of an options type. Throws <see cref="NotSupportedException"/> for an option that no text can be.</summary>
    /// <param name="type">With a constructor without parameters.</param>
    /// <param name="key">Where it stands in the configuration.</param>
    public static SettingNode Of(Type type, string key) => Of(type, key, Activator.CreateInstance(type), property: null);

    private static SettingNode Of(Type type, string key, object? initial, PropertyInfo? property)
    {
        if (SettingText.IsReadable(type)) return ValueOf(type, key, initial, property);
        if (EntryOf(type, typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)) is { } value)
        {
            return Entries(SettingKind.Dictionary, type, key, property, value, SettingNode.AnyName);
        }

        if (EntryOf(type, typeof(IEnumerable<>)) is { } item)
        {
            return Entries(SettingKind.List, type, key, property, item, SettingNode.AnyNumber);
        }

        if (initial is null) throw new NotSupportedException($"{key} is a {type.Name}, which cannot be read from a configuration.");
        return new SettingNode
        {
            Key = key,
            Kind = SettingKind.Section,
            Type = type,
            Property = property,
            Parts = [.. Options(type).Select(part => Of(part.PropertyType, $"{key}:{part.Name}", part.GetValue(initial), part))],
        };
    }

    private static SettingNode ValueOf(Type type, string key, object? initial, PropertyInfo? property) => new()
    {
        Key = key,
        Kind = SettingKind.Value,
        Type = type,
        Property = property,
        Default = initial,
        MayBeNull = Nullable.GetUnderlyingType(type) is not null
            || (property is not null && Nullability.Create(property).WriteState == NullabilityState.Nullable),
        IsSecret = property?.IsDefined(typeof(SecretAttribute)) is true,
    };

    private static SettingNode Entries(SettingKind kind, Type type, string key, PropertyInfo? property, Type entry, string name) => new()
    {
        Key = key,
        Kind = kind,
        Type = type,
        Property = property,
        Entry = Of(entry, $"{key}:{name}", SettingText.IsReadable(entry) ? null : Activator.CreateInstance(entry), property: null),
    };

    // What the binder sets, or goes into where there is no setter.
    private static IEnumerable<PropertyInfo> Options(Type type) =>
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
        where property.GetIndexParameters().Length == 0 && property.GetMethod is { IsPublic: true }
            && (property.SetMethod is { IsPublic: true } || !SettingText.IsReadable(property.PropertyType))
        select property;

    private static Type? EntryOf(Type type, params Type[] shapes) => (
        from shape in type.GetInterfaces().Prepend(type)
        where shape.IsGenericType && shapes.Contains(shape.GetGenericTypeDefinition())
        select shape.GetGenericArguments()[^1]).FirstOrDefault();
}

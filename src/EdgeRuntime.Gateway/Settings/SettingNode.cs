using System.Reflection;
using EdgeRuntime.Gateway.Secrecy;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>One place in the tree of settings. What is below it is read off its type when somebody looks there, so that a start pays for
/// the sections that its configuration has. Immutable.</summary>
internal sealed class SettingNode
{
    /// <summary>Name stands for the number of a list's entry.</summary>
    public const string AnyNumber = "N";

    /// <summary>Name stands for the name of a dictionary's entry.</summary>
    public const string AnyName = "NAME";

    private static readonly NullabilityInfoContext Nullability = new();

    private readonly Func<object?> _initial;
    private readonly Lazy<IReadOnlyList<SettingNode>> _parts;
    private readonly Lazy<SettingNode?> _entry;

    /// <summary>A place whose parts are not looked at yet.</summary>
    /// <param name="type">Of the option.</param>
    /// <param name="key">Path in the configuration.</param>
    /// <param name="property">The option; null for the root and for entries.</param>
    /// <param name="initial">Gives what counts where nothing is set.</param>
    public SettingNode(Type type, string key, PropertyInfo? property, Func<object?> initial)
    {
        (Type, Key, Property, _initial) = (type, key, property, initial);
        (Kind, var entry) = SettingsTree.ShapeOf(type);
        _parts = new(() => Kind == SettingKind.Section ? SettingsTree.PartsOf(this) : []);
        _entry = new(() => entry is null ? null : SettingsTree.EntryOf(this, entry));
    }

    /// <summary>Path in the configuration, such as <c>Gateway:Upstreams:Servers:N:Address</c>.</summary>
    public string Key { get; }

    /// <summary>What stands here.</summary>
    public SettingKind Kind { get; }

    /// <summary>Type of the option.</summary>
    public Type Type { get; }

    /// <summary>The option; null for the root and for entries.</summary>
    public PropertyInfo? Property { get; }

    /// <summary>What counts where nothing is set.</summary>
    public object? Default => _initial();

    /// <summary>True when a value may be null.</summary>
    public bool MayBeNull => Kind == SettingKind.Value && (Nullable.GetUnderlyingType(Type) is not null || IsNullableReference());

    /// <summary>True when the value is shown nowhere.</summary>
    public bool IsSecret => Property?.IsDefined(typeof(SecretAttribute)) is true;

    /// <summary>Of a section. Throws <see cref="NotSupportedException"/> for an option that no text can be.</summary>
    public IReadOnlyList<SettingNode> Parts => _parts.Value;

    /// <summary>What every entry of a list or dictionary looks like; null elsewhere.</summary>
    public SettingNode? Entry => _entry.Value;

    /// <summary>The last part of the key.</summary>
    public string Name => Key[(Key.LastIndexOf(':') + 1)..];

    /// <summary>This place and all below, in the order of the types.</summary>
    public IEnumerable<SettingNode> All => [this, .. Parts.SelectMany(part => part.All), .. Entry?.All ?? []];

    private bool IsNullableReference()
    {
        if (Property is null) return false;
        lock (Nullability) return Nullability.Create(Property).WriteState == NullabilityState.Nullable; // it fills a cache
    }
}

using System.Reflection;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>One place in the tree of settings. Immutable.</summary>
internal sealed class SettingNode
{
    /// <summary>Name stands for the number of a list's entry.</summary>
    public const string AnyNumber = "N";

    /// <summary>Name stands for the name of a dictionary's entry.</summary>
    public const string AnyName = "NAME";

    /// <summary>Path in the configuration, such as <c>Gateway:Upstreams:Servers:N:Address</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What stands here.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>Type of the option.</summary>
    public required Type Type { get; init; }

    /// <summary>The option; null for the root and for entries.</summary>
    public PropertyInfo? Property { get; init; }

    /// <summary>What counts where nothing is set.</summary>
    public object? Default { get; init; }

    /// <summary>True when a value may be null.</summary>
    public bool MayBeNull { get; init; }

    /// <summary>True when the value is shown nowhere.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Of a section.</summary>
    public IReadOnlyList<SettingNode> Parts { get; init; } = [];

    /// <summary>What every entry of a list or dictionary looks like; null elsewhere.</summary>
    public SettingNode? Entry { get; init; }

    /// <summary>The last part of the key.</summary>
    public string Name => Key[(Key.LastIndexOf(':') + 1)..];

    /// <summary>This place and all below, in the order of the types.</summary>
    public IEnumerable<SettingNode> All => [this, .. Parts.SelectMany(part => part.All), .. Entry?.All ?? []];
}

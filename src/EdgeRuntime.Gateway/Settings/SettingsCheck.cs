using System.Globalization;
using EdgeRuntime.Gateway.Secrecy;
using Microsoft.Extensions.Configuration;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>Holds a configuration against the tree of settings: every key has to be in it, every value has to be readable. Nothing is
/// skipped, whichever file, variable or argument it comes from.</summary>
/// <param name="root">The tree of all settings.</param>
/// <param name="sourceOf">Where a key comes from, as words in brackets.</param>
internal sealed class SettingsCheck(SettingNode root, Func<string, string> sourceOf)
{
    /// <summary>One sentence for each wrong key or value: the key, the value, what to do.</summary>
    public IEnumerable<string> Wrong(IConfiguration configuration) => configuration.GetChildren().SelectMany(section =>
        string.Equals(section.Key, root.Key, StringComparison.OrdinalIgnoreCase) ? Wrong(section, root) : Unknown(section, parent: null));

    private IEnumerable<string> Wrong(IConfigurationSection at, SettingNode node)
    {
        var children = at.GetChildren().ToList();
        if (node.Kind == SettingKind.Value) return WrongValue(at, node, children);
        return [.. WrongText(at, node), .. node.Kind switch
        {
            SettingKind.Section => children.SelectMany(one => PartOf(node, one) is { } part ? Wrong(one, part) : Unknown(one, node)),
            SettingKind.List => WrongEntries(at, node.Entry!, children),
            _ => children.SelectMany(child => Wrong(child, node.Entry!)),
        }];
    }

    private IEnumerable<string> WrongValue(IConfigurationSection at, SettingNode node, List<IConfigurationSection> children)
    {
        if (children.Count > 0)
        {
            var rule = SettingText.RuleOf(node.Type);
            yield return $"{children[0].Path}{Source(children[0])}: {at.Path} is one value, not a section; give {rule}.";
        }
        else if (at.Value is null)
        {
            if (!node.MayBeNull) yield return $"{at.Path} is null{Source(at)}: give {SettingText.RuleOf(node.Type)}, or leave it out.";
        }
        else if (!SettingText.CanRead(node.Type, at.Value))
        {
            yield return $"{Is(at, node.IsSecret)}: give {SettingText.RuleOf(node.Type)}.";
        }
    }

    // An empty list arrives as an empty text, an empty section as null.
    private IEnumerable<string> WrongText(IConfigurationSection at, SettingNode node)
    {
        if (at.Value is null || (at.Value.Length == 0 && node.Kind == SettingKind.List)) yield break;
        var holds = node.Kind switch
        {
            SettingKind.Section => $"a section with {Names(node)}",
            SettingKind.List => "a list, whose entries have numbers from 0",
            _ => "a section with names of your own",
        };
        yield return $"{Is(at, HoldsSecrets(node) || SettingSecrecy.Sounds(at.Path))}: it is {holds}.";
    }

    // The binder would number entries anew, and whoever sets one that is not there has made another.
    private IEnumerable<string> WrongEntries(IConfigurationSection at, SettingNode entry, List<IConfigurationSection> children)
    {
        var numbers = Enumerable.Range(0, children.Count).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
        var missing = numbers.Except(children.Select(child => child.Key), StringComparer.Ordinal).FirstOrDefault();
        var rule = $"{at.Path} is a list, whose entries are numbered from 0 without gaps ([ ] in JSON), and it has no {missing}.";
        return children.SelectMany(child =>
            !numbers.Contains(child.Key) ? [$"{child.Path}{Source(child)}: {rule}"]
            : IsEmpty(child, entry) ? [$"{child.Path} is empty{Source(child)}: give a section with {Names(entry)}, or leave it out."]
            : Wrong(child, entry));
    }

    // null and { } arrive alike, and no entry is made of what is built in.
    private static bool IsEmpty(IConfigurationSection at, SettingNode node) =>
        node.Kind == SettingKind.Section && at.Value is null && !at.GetChildren().Any();

    private IEnumerable<string> Unknown(IConfigurationSection at, SettingNode? parent)
    {
        var (meant, node) = Nearest(at.Key, parent, at.Path);
        var holds = parent is null ? $"all settings stand under {root.Key}." : $"{parent.Key} has {Names(parent)}.";
        var next = meant is not null ? $"did you mean {meant}?" : holds;
        if (meant is null && ByUnderscores(at.Path) is { } path)
        {
            (next, node) = ($"did you mean {path.Key}? In a variable two underscores stand for each colon.", path);
        }

        if (parent is null && ForeignSettings.UseInstead(at.Key) is { } instead) next = instead;
        yield return at.Value is null
            ? $"{at.Path}{Source(at)}: there is no such setting; {next}"
            : $"{Is(at, IsSecret(at, node, parent))}: there is no such setting; {next}";
    }

    // What was meant, or what stands beside it, is hidden; so is whatever nobody can tell from a secret by its name.
    private static bool IsSecret(IConfigurationSection at, SettingNode? meant, SettingNode? parent) => meant is not null
        ? HoldsSecrets(meant)
        : SettingSecrecy.Sounds(at.Path) || (parent is not null && parent.Parts.Any(part => part.IsSecret));

    private static bool HoldsSecrets(SettingNode node) => node.All.Any(each => each.IsSecret);

    // Variables write a colon as two underscores; who writes one has named no section.
    private SettingNode? ByUnderscores(string path)
    {
        var start = root.Key + ":";
        if (!path.Contains('_') || !path.StartsWith(start, StringComparison.OrdinalIgnoreCase)) return null;
        var parts = path[start.Length..].Split(['_', ':'], StringSplitOptions.RemoveEmptyEntries);
        var typed = start + string.Join(':', parts.Select(part => part.All(char.IsAsciiDigit) ? SettingNode.AnyNumber : part));
        var most = NearestName.Most(parts[^1]);
        return root.All.Where(node => NearestName.Distance(typed, node.Key) <= most).MinBy(node => NearestName.Distance(typed, node.Key));
    }

    // A sibling first; then the same or nearly the same name in another place.
    private (string? Key, SettingNode? Node) Nearest(string typed, SettingNode? parent, string path)
    {
        SettingNode[] siblings = parent is null ? [root] : [.. parent.Parts];
        var near = from node in root.All.Where(node => node.Property is not null || node == root)
                   let isSibling = siblings.Contains(node)
                   let distance = NearestName.Distance(typed, node.Name)
                   where distance <= (isSibling ? NearestName.Most(typed) : 1)
                   orderby distance + (isSibling ? 0 : 2)
                   select (isSibling ? BesideOf(path, node.Name) : node.Key, node);
        return near.FirstOrDefault();
    }

    private static string BesideOf(string path, string name) => path[..(path.LastIndexOf(':') + 1)] + name;

    private static SettingNode? PartOf(SettingNode node, IConfigurationSection child) =>
        node.Parts.FirstOrDefault(part => string.Equals(part.Name, child.Key, StringComparison.OrdinalIgnoreCase));

    private static string Names(SettingNode section) => string.Join(", ", section.Parts.Select(part => part.Name));

    private string Is(IConfigurationSection at, bool isSecret) =>
        $"{at.Path} is '{SettingSecrecy.Shown(at.Value!, isSecret)}'{Source(at)}";

    // Of a section, where the first value in it comes from.
    private string Source(IConfigurationSection at) =>
        sourceOf(at.AsEnumerable().FirstOrDefault(pair => pair.Value is not null).Key ?? at.Path);
}

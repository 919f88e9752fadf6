using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Commands;

/// <summary>Features as an operator writes them.</summary>
internal static class FeatureNames
{
    private static readonly Features[] Single =
    [
        .. Enum.GetValues<Features>().Where(feature => feature is not (Features.None or Features.All)),
    ];

    public static string[] All { get; } = [.. Single.Select(NameOf)];

    public static IReadOnlyList<string> List(Features features) => [.. Single.Where(feature => features.HasFlag(feature)).Select(NameOf)];

    /// <summary>All of them for an empty list.</summary>
    public static Features Parse(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? Features.All : Single.Where(feature => names.Contains(NameOf(feature)))
            .Aggregate(Features.None, (all, feature) => all | feature);

    private static string NameOf(Features feature) => feature.ToString().ToLowerInvariant();
}

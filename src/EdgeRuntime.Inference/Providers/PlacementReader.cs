using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Providers;

/// <summary>Asks a loaded session which provider runs which of its operators.</summary>
internal static class PlacementReader
{
    /// <param name="session">A session made with session.record_ep_graph_assignment_info.</param>
    /// <param name="requested">Provider in the profile.</param>
    /// <param name="note">Null, or why the request was not met.</param>
    public static Placement Read(InferenceSession session, string requested, string? note)
    {
        var nodes = OrtGraphApi.Assignments(session, out var problem);
        return nodes is null
            ? new Placement(requested, $"{note} ONNX Runtime does not say what runs where: {problem}.".TrimStart(), [])
            : new Placement(requested, note ?? Unmet(requested, nodes), Shares(nodes));
    }

    private static string? Unmet(string requested, IReadOnlyList<(string Provider, string Operator)> nodes) =>
        nodes.Any(node => node.Provider.StartsWith(requested, StringComparison.OrdinalIgnoreCase))
            ? null : $"The provider '{requested}' took no operator of this model; the processor runs everything.";

    private static ProviderShare[] Shares(IReadOnlyList<(string Provider, string Operator)> nodes) =>
    [
        .. nodes.GroupBy(node => node.Provider).OrderByDescending(group => group.Count()).Select(group => new ProviderShare(
            group.Key,
            group.Count(),
            Operators(group))),
    ];

    private static KeyValuePair<string, int>[] Operators(IEnumerable<(string Provider, string Operator)> nodes) =>
        [.. nodes.CountBy(node => node.Operator).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];
}

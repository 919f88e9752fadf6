using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Tools of the glasses as a gateway is told of them. Every question pays for them,
/// so those without arguments go as the choices of one, and a schema says only what the name does not;
/// the glasses check every call themselves.</summary>
internal static class WireTools
{
    /// <summary>Name of the tool that stands for all without arguments.</summary>
    public const string ActName = "Act";

    private const int Most = 64;
    private const string Choice = "what";

    /// <summary>At most 64 tools.</summary>
    public static IEnumerable<Wire.Tool> Convert(IReadOnlyList<ToolSpec> specs)
    {
        var plain = specs.Where(IsPlain).Select(spec => spec.Name).ToArray();
        if (plain.Length > 0)
        {
            yield return new Wire.Tool
            {
                Name = ActName,
                Description = "does one thing with the glasses",
                ParametersJson = ChoiceOf(plain),
            };
        }

        foreach (var spec in specs.Where(spec => !IsPlain(spec)).Take(Most - 1))
        {
            yield return new Wire.Tool { Name = spec.Name, Description = spec.Summary, ParametersJson = ToolSchema.Write(spec) };
        }
    }

    /// <summary>The call as the glasses know it. A choice that is none keeps its name and is refused by the glasses.</summary>
    public static ToolRequest RequestOf(Wire.ToolCall call) =>
        call.Name == ActName && ChosenIn(call.ArgumentsJson) is { } chosen
            ? new ToolRequest(call.CallId, chosen, "{}")
            : new ToolRequest(call.CallId, call.Name, call.ArgumentsJson);

    private static bool IsPlain(ToolSpec spec) => spec.Arguments.All(argument => argument.IsOfWearer);

    private static string ChoiceOf(string[] names) =>
        $$$"""{"type":"object","properties":{"{{{Choice}}}":{"enum":["{{{string.Join("\",\"", names)}}}"]}},"required":["{{{Choice}}}"]}""";

    private static string? ChosenIn(string argumentsJson)
    {
        try
        {
            using var json = JsonDocument.Parse(argumentsJson);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(Choice, out var chosen)
                && chosen.ValueKind == JsonValueKind.String
                ? chosen.GetString()
                : null;
        }
        catch (Exception thrown) when (JsonFault.Is(thrown))
        {
            return null;
        }
    }
}

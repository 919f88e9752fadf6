using System.CommandLine;

namespace EdgeRuntime.Device.Commands;

/// <summary>The option <c>--json</c>, with the same words wherever it stands.</summary>
internal static class JsonOption
{
    public static Option<bool> Create() => new("--json") { Description = "Print one JSON object instead of a table." };
}

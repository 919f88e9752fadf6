namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Erasing everything, as far as a voice may: it begins the time for the press that does it, and says so.</summary>
internal static class ResetTools
{
    public static IEnumerable<Tool> Create(GlassesPorts ports) =>
    [
        new Tool(
            new ToolSpec("FactoryReset", "tell how to erase everything on them", Permission.None) { IsOfWearer = true },
            (_, _) => ValueTask.FromResult<Outcome<ToolResult>>(
                ports.BeginReset().TryGet(out var howTo, out var failure) ? new ToolResult(howTo) : failure)),
    ];
}

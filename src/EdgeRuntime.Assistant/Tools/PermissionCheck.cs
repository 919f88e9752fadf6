using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Compares what a tool needs with what the wearer allows.</summary>
internal static class PermissionCheck
{
    /// <summary>The refusal, or null when the tool may run.</summary>
    public static Failure? Refusal(ToolSpec spec, GlassesSettings settings)
    {
        if (!settings.Denied.Contains(spec.Permission))
        {
            return null;
        }

        var name = spec.Permission.ToString().ToLowerInvariant();
        return new Failure(
            Stages.Tool,
            "tool-not-permitted",
            $"Refusing to {spec.Summary}: you have turned the {name} permission off.",
            $"Turn it on with: edge-runtime permissions allow {name}",
            Blame.Wearer);
    }
}

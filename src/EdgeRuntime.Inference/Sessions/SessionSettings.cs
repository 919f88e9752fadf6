using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Sessions;

/// <summary>Turns a device profile into session options.</summary>
internal static class SessionSettings
{
    /// <param name="engine">Profile and the providers of this build.</param>
    /// <param name="note">Null, or why the requested provider is not in use.</param>
    public static SessionOptions Create(InferenceEngine engine, out string? note)
    {
        var profile = engine.Profile;
        var options = new SessionOptions
        {
            IntraOpNumThreads = profile.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            EnableCpuMemArena = profile.UseArena,
            EnableMemoryPattern = true,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", profile.AllowSpinning ? "1" : "0");
        // Without it int8 products overflow on x64 processors before VNNI, and results differ from those of the glasses.
        options.AddSessionConfigEntry("session.x64quantprecision", "1");
        options.AddSessionConfigEntry("session.record_ep_graph_assignment_info", "1");
        note = profile.Provider == "cpu" ? null : Append(options, engine);
        return options;
    }

    private static string? Append(SessionOptions options, InferenceEngine engine)
    {
        var wanted = engine.Profile.Provider;
        if (!engine.AvailableProviders.Any(name => name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)))
        {
            var available = string.Join(", ", engine.AvailableProviders);
            return $"The provider '{wanted}' is not in this build of ONNX Runtime ({available}); the processor runs everything.";
        }

        try
        {
            options.AppendExecutionProvider(wanted.ToUpperInvariant(), new Dictionary<string, string>(engine.Profile.ProviderOptions));
            return null;
        }
        catch (OnnxRuntimeException error)
        {
            var why = error.Message.ReplaceLineEndings(" ").Trim();
            return $"The provider '{wanted}' could not be started ({why}); the processor runs everything.";
        }
    }
}

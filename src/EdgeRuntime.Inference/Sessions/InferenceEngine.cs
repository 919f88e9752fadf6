using EdgeRuntime.Assistant;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Sessions;

/// <summary>Opens checked models of a catalog as sessions that fit the device; each family of models opens itself over one.
/// Any thread; owns nothing, each opened session owns itself.</summary>
public sealed class InferenceEngine
{
    private InferenceEngine(DeviceProfile profile, string version, IReadOnlyList<string> providers)
    {
        Profile = profile;
        Version = version;
        AvailableProviders = providers;
    }

    /// <summary>How models are run.</summary>
    public DeviceProfile Profile { get; }

    /// <summary>Version of the native ONNX Runtime.</summary>
    public string Version { get; }

    /// <summary>Execution providers that this build of ONNX Runtime holds.</summary>
    public IReadOnlyList<string> AvailableProviders { get; }

    /// <summary>Loads the native library. Failures: <c>profile-invalid</c>, <c>model-runtime-missing</c>.</summary>
    public static Outcome<InferenceEngine> Start(DeviceProfile profile)
    {
        if ((profile.Validate() ?? NativeLibraryProbe.Check()) is { } failure)
        {
            return failure;
        }

        var environment = OrtEnv.Instance();
        OnnxRuntimeTelemetry.Refuse(environment);
        environment.EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        return new InferenceEngine(profile, environment.GetVersionString(), environment.GetAvailableProviders());
    }

    /// <summary>Opens any model of the catalog. Failures: those of <see cref="ModelCatalog.Read"/>, <c>model-unreadable</c>,
    /// <c>model-shape-mismatch</c>.</summary>
    public Outcome<ModelSession> Open(ModelCatalog catalog, string id)
    {
        if (!catalog.Model(id).TryGet(out var entry, out var failure) || !catalog.Read(id).TryGet(out var bytes, out failure))
        {
            return failure;
        }

        return ModelSession.Create(entry, bytes, this);
    }
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using TestKit;

namespace EdgeRuntime.Inference.Tests;

/// <summary>The engine of all tests, and the way from a models folder to a catalog.</summary>
internal static class Models
{
    public static InferenceEngine Engine { get; } = InferenceEngine.Start(DeviceProfile.Glasses).Value!;

    /// <summary>The models that are committed.</summary>
    public static ModelCatalog Committed() => ModelCatalog.Open(Repository.PathOf("models")).Value!;

    public static Outcome<ModelCatalog> Open(this ModelsFolder folder) => ModelCatalog.Open(folder.Save());
}

using System.Runtime.CompilerServices;
using EdgeRuntime.Inference.Sessions;

namespace Benchmarks;

/// <summary>Keeps ONNX Runtime silent here too, where its types are used directly.</summary>
internal static class Silence
{
    [ModuleInitializer]
    internal static void Begin() => OnnxRuntimeTelemetry.Refuse();
}

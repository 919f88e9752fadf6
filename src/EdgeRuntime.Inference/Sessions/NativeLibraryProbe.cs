using System.Reflection;
using System.Runtime.InteropServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Sessions;

/// <summary>Asks for libonnxruntime before the managed API does, whose type initialiser would throw for the rest of the process.</summary>
internal static class NativeLibraryProbe
{
    public static Failure? Check() => Check("onnxruntime", typeof(OrtEnv).Assembly);

    public static Failure? Check(string library, Assembly beside)
    {
        try
        {
            NativeLibrary.Load(library, beside, null);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return new Failure(
                Stages.Model,
                "model-runtime-missing",
                $"The native library lib{library}.so cannot be loaded for {RuntimeInformation.RuntimeIdentifier}.",
                $"Put lib{library}.so of the release for this processor back into {AppContext.BaseDirectory} and install libstdc++6.",
                Blame.Machine);
        }
    }
}

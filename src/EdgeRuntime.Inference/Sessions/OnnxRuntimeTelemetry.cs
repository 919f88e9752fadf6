using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EdgeRuntime.Inference.Sessions;

/// <summary>Keeps ONNX Runtime from reporting to its vendor. It does so by default,
/// keeps an identifier of the device in the home folder, and is silenced for good only by a variable that stands before it is loaded
/// (Privacy.md in the package Microsoft.ML.OnnxRuntime).</summary>
/// <remarks>Every project that uses ONNX Runtime calls <see cref="Refuse"/> in a module initialiser, as this one does:
/// nothing of a module runs before that, and a test reads the sources for it.</remarks>
public static partial class OnnxRuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Puts the variable where native code reads it; harmless when called again.</summary>
    /// <remarks>Not <see cref="Environment.SetEnvironmentVariable(string, string)"/>: on Unix that changes .NET's own copy only.</remarks>
#pragma warning disable CA2255 // a module initialiser in a library: there is no other place before the first use that no user can forget
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Refuse()
    {
        if (OperatingSystem.IsWindows()) Environment.SetEnvironmentVariable(Variable, "1");
        else _ = SetVariable(Variable, "1", overwrite: 1);
    }

    /// <summary>Says the same through the API, for a build that reads no variable; too late on its own,
    /// since it starts what it then silences.</summary>
    internal static void Refuse(OrtEnv environment) => environment.DisableTelemetryEvents();

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}

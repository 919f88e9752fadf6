using System.Reflection;
using System.Runtime.InteropServices;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether the native libraries can be loaded.</summary>
internal static class LibraryChecks
{
    public static IEnumerable<Check> Look(DeviceProfile profile)
    {
        yield return OpenSsl();
        yield return Runtime(profile);
        yield return NativeLibrary.TryLoad("libSkiaSharp", Assembly.GetExecutingAssembly(), null, out _)
            ? new Check("picture library", CheckLevel.Ok, "libSkiaSharp loads.")
            : new Check(
                "picture library",
                CheckLevel.Warn,
                "libSkiaSharp cannot be loaded: pictures are not made smaller before they leave the glasses.",
                "Put libSkiaSharp.so of the release back beside the program.");
    }

    private static Check OpenSsl() => CryptographyProbe.Check() is { } failure
        ? new Check("hash library", CheckLevel.Fail, failure.Message, failure.Next)
        : new Check("hash library", CheckLevel.Ok, "OpenSSL loads.");

    private static Check Runtime(DeviceProfile profile) => InferenceEngine.Start(profile).TryGet(out var engine, out var failure)
        ? new Check("model runtime", CheckLevel.Ok, $"ONNX Runtime {engine.Version} with {string.Join(", ", engine.AvailableProviders)}.")
        : new Check("model runtime", CheckLevel.Fail, failure.Message, failure.Next);
}

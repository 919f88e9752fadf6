using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether the processor multiplies the bytes of our int8 models in hardware.</summary>
internal static class ProcessorCheck
{
    public static Check Look()
    {
        var what = $"{RuntimeInformation.ProcessArchitecture} with {Environment.ProcessorCount} cores";
        return Dp.IsSupported || AvxVnni.IsSupported || Avx512BW.IsSupported
            ? new Check("processor", CheckLevel.Ok, $"{what} and byte dot products.")
            : new Check(
                "processor",
                CheckLevel.Warn,
                $"{what}, without byte dot products: recognition takes more of a core.",
                "Measure it with: edge-runtime models bench");
    }
}

using System.Runtime.InteropServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Inference.Catalog;

/// <summary>Asks for OpenSSL before .NET does: SHA-256 runs on it, and without it .NET aborts the process instead of throwing.</summary>
public static class CryptographyProbe
{
    // The names that .NET itself tries on Linux, newest first.
    private static readonly string[] Names =
        ["libssl.so.3", "libssl.so.1.1", "libssl.so.10", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so"];

    /// <summary>Null, or the failure <c>hash-library-missing</c>.</summary>
    public static Failure? Check() => Check(Names);

    internal static Failure? Check(IEnumerable<string> names)
    {
        if (!OperatingSystem.IsLinux() || names.Any(name => NativeLibrary.TryLoad(name, out _)))
        {
            return null;
        }

        return new Failure(
            Stages.Model,
            "hash-library-missing",
            "OpenSSL (libssl.so.3) cannot be loaded, so no model can be checked.",
            "Install it: sudo apt install libssl3",
            Blame.Machine);
    }
}

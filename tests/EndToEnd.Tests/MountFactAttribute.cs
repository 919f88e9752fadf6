using System.Diagnostics;

namespace EndToEnd.Tests;

/// <summary>A fact that needs to mount a file system in a name space of its own and is skipped where the machine forbids that.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    private static readonly bool Allowed = Try();

    public MountFactAttribute() =>
        Skip = Allowed ? null : "This machine does not let a process mount a file system of its own (unshare -rm).";

    private static bool Try()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

using System.Diagnostics;

namespace Device.Tests.Actions;

/// <summary>A fact that needs a small disk of its own, in a user namespace; skipped where the kernel does not allow that.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = Allowed() ? null : "This machine lets no user mount a small disk (unshare --user --mount).";

    /// <summary>A shell line in which FOLDER is the small disk.</summary>
    internal static string[] Command(string folder, string options, string line) =>
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o {options} none '{folder}' && {line}"];

    private static bool Allowed()
    {
        try
        {
            using var probe = Process.Start(
                new ProcessStartInfo(
                    "unshare",
                    ["--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs none /mnt"])
                { RedirectStandardError = true })!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether the state can be kept, and how much room there is.</summary>
internal static class StateChecks
{
    public static IEnumerable<Check> Look(DoctorOptions options)
    {
        var folder = Path.GetFullPath(options.StateFolder);
        var existing = Existing(folder);
        if (existing is null)
        {
            var failure = StateFailures.Explain(folder, new UnauthorizedAccessException());
            return [new Check("state folder", CheckLevel.Fail, failure.Message, failure.Next)];
        }

        return [Writable(folder, existing), Document(folder), Room(existing, options.LowDiskBytes)];
    }

    // The state folder is made at the first change, so the nearest folder that exists must take it.
    private static string? Existing(string folder)
    {
        var at = folder;
        while (at is not null && !Directory.Exists(at))
        {
            at = File.Exists(at) ? null : Path.GetDirectoryName(at);
        }

        return at;
    }

    private static Check Writable(string folder, string existing)
    {
        var trial = Path.Combine(existing, $".doctor-{Guid.NewGuid():N}");
        try
        {
            using (new FileStream(trial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return new Check("state folder", CheckLevel.Ok, $"{folder} can be written to.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var failure = StateFailures.Explain(folder, error);
            return new Check("state folder", CheckLevel.Fail, failure.Message, failure.Next);
        }
    }

    private static Check Document(string folder)
    {
        StateStore.Peek(folder, TimeProvider.System, out var failure);
        return failure is null ? new Check("state", CheckLevel.Ok, "The state is readable.")
            : new Check(
                "state", failure.Code == StateFailures.DamagedCode ? CheckLevel.Warn : CheckLevel.Fail, failure.Message, failure.Next);
    }

    private static Check Room(string existing, long low)
    {
        var free = new DriveInfo(existing).AvailableFreeSpace;
        var found = $"{free / 1_000_000} MB free on the disk of {existing}.";
        return free >= low
            ? new Check("disk", CheckLevel.Ok, found)
            : new Check("disk", CheckLevel.Warn, found, "Free some space there, or use --state DIR on another disk.");
    }
}

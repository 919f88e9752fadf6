using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Files;

/// <summary>The ways in which keeping state fails.</summary>
internal static class StateFailures
{
    /// <summary>Code of a document that cannot be parsed.</summary>
    public const string DamagedCode = "state-damaged";

    /// <summary>Code of a document that may not be read.</summary>
    public const string UnreadableCode = "state-unreadable";

    // errno values of Linux, which .NET passes on as HResult.
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int TooBig = 27;
    private const int OverQuota = 122;

    private const int MostNamed = 10;

    /// <summary>What a failed write means.</summary>
    public static Failure Explain(string folder, Exception thrown) => thrown switch
    {
        { HResult: NoSpace or OverQuota or TooBig } => Failed(
            "state-disk-full", $"There is no space left in {folder}, so nothing was changed.",
            "Free some space there, or use --state DIR on another disk."),
        UnauthorizedAccessException or { HResult: ReadOnlyFileSystem } => Failed(
            "state-read-only", $"{folder} cannot be written to, so nothing was changed.",
            "Make it writable for this user, or use --state DIR."),
        _ => Failed(
            "state-write-failed", $"Writing to {folder} failed: {thrown.Message}", "Check the disk, or use --state DIR on another one."),
    };

    /// <summary>The same where it keeps a program from starting: nothing was wished for yet,
    /// and what has to be put right is what the program was given.</summary>
    public static Failure AtStart(Failure failure) => failure with { Stage = Stages.Start, Blame = Blame.Input };

    /// <summary>The document exists but may not be read.</summary>
    public static Failure Unreadable(string path, Exception thrown) =>
        Failed(UnreadableCode, $"{path} cannot be read: {thrown.Message}", "Make it readable for this user, or use --state DIR.");

    /// <summary>The document is not one of ours.</summary>
    public static Failure Damaged(string path, string how) =>
        Failed(
            DamagedCode, $"{path} is damaged: {how}.",
            "It was put aside as state.damaged-*.json and a fresh one begun; mend it and move it back if you need it.");

    /// <summary>Some of a damaged document could not be read.</summary>
    public static Failure LeftOut(Failure damage, IReadOnlyList<string> leftOut) => damage with
    {
        Message =
            $"{damage.Message} Left out: "
            + $"{string.Join(", ", leftOut.Take(MostNamed))}{(leftOut.Count > MostNamed ? $" and {leftOut.Count - MostNamed} more" : "")}.",
        Next = "All else was kept, and a copy of the whole as state.damaged-*.json.",
    };

    /// <summary>The document was written by a newer program.</summary>
    public static Failure Newer(string path, int version) =>
        Failed(
            "state-version-newer",
            $"Refusing to touch {path}: it has layout {version}, and this program knows up to "
            + $"{Assistant.Tools.GlassesState.CurrentVersion}.", "Use the newer program, or --state DIR.");

    /// <summary>Not everything could be taken away.</summary>
    public static Failure NotErased(string folder, Exception thrown) => Failed(
        "reset-unfinished", $"Not everything in {folder} could be erased: {thrown.Message}",
        "Make it writable for this user; the next start goes on with it.");

    /// <summary>Another process holds the lock.</summary>
    public static Failure Busy(string folder) =>
        Failed("state-busy", $"Another edge-runtime has been writing to {folder} for too long.", "Stop the other one, then try again.");

    private static Failure Failed(string code, string message, string next) => new(Stages.State, code, message, next, Blame.Machine);
}

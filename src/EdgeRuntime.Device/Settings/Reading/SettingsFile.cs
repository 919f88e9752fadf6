using System.Text;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Files;
using Microsoft.Win32.SafeHandles;

namespace EdgeRuntime.Device.Settings.Reading;

/// <summary>A file of settings, read once and not watched.</summary>
/// <param name="Entries">What stands in it.</param>
/// <param name="Objection">Why it may not say what is taken from trusted files only; null where it may.</param>
internal sealed record SettingsFile(string Path, IReadOnlyList<SettingEntry> Entries, string? Objection)
{
    private const int MaxBytes = 256 << 10; // every setting, each with a comment, takes 20 KB

    /// <summary>Reads a file. Failures: <c>settings-unreadable</c>, <c>settings-invalid</c>.</summary>
    public static Outcome<SettingsFile> Read(string path)
    {
        var full = path;
        try
        {
            full = System.IO.Path.GetFullPath(path);
            if (StoredThing.Inspect(full) != StoredKind.File) return SettingsFailures.Unreadable(full, NoFile(full));
            using var handle = File.OpenHandle(full);
            if (Text(handle, out var why) is not { } text) return SettingsFailures.Unreadable(full, why);
            return new SettingsParser(full).Parse(text).TryGet(out var entries, out var failure)
                ? new SettingsFile(full, entries, TrustedFile.Objection(full, handle))
                : failure;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return SettingsFailures.Unreadable(full, thrown.Message.TrimEnd('.'));
        }
    }

    private static string NoFile(string path) => StoredThing.Inspect(path) switch
    {
        StoredKind.Nothing => "there is nothing there",
        StoredKind.Folder => "it is a folder",
        _ => "it is not a file",
    };

    // Not more than allowed, whatever length the file says that it has.
    private static string? Text(SafeFileHandle handle, out string why)
    {
        var bytes = new byte[MaxBytes + 1];
        var count = 0;
        while (count < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(count), count) is > 0 and var read) count += read;
        why = count > MaxBytes ? $"it is longer than {MaxBytes >> 10} KiB" : "it is not written in UTF-8";
        try
        {
            var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
            return count > MaxBytes ? null : strict.GetString(bytes, 0, count).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

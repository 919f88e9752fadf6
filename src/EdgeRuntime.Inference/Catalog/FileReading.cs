using System.Security.Cryptography;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Inference.Catalog;

/// <summary>Reads files of the models folder and holds them against the manifest.</summary>
internal static class FileReading
{
    private const string Mend = "Copy the models folder again from the release; see all differences with: edge-runtime models verify";

    public static Outcome<byte[]> ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Failure(Stages.Model, "model-missing", $"{path} is missing.", Mend, Blame.Machine);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var message = $"{path} cannot be read: {error.Message}";
            return new Failure(Stages.Model, "models-unreadable", message, "Check its permissions and the disk.", Blame.Machine);
        }
    }

    // The bytes that were hashed are the bytes that are used: a file changed after the check is never loaded.
    public static Outcome<byte[]> ReadChecked(string folder, FileEntry entry)
    {
        if (CryptographyProbe.Check() is { } missing)
        {
            return missing;
        }

        if (!ReadAll(Path.Combine(folder, entry.File)).TryGet(out var bytes, out var failure))
        {
            return failure;
        }

        if (bytes.LongLength < entry.SizeBytes)
        {
            return Refuse("model-truncated", entry, $"expected {entry.SizeBytes} bytes, found {bytes.LongLength}");
        }

        var actual = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return actual == entry.Sha256 ? bytes : Refuse("model-hash-mismatch", entry, $"expected SHA-256 {entry.Sha256}, found {actual}");
    }

    private static Failure Refuse(string code, FileEntry entry, string difference) =>
        new(Stages.Model, code, $"Refusing to load {entry.Id} from {entry.File}: {difference}.", Mend, Blame.Model);
}

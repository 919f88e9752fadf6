using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Bridge;

/// <summary>The folder of pictures and videos: each is whole or not there, and is named by where it comes from and when.</summary>
/// <param name="stateFolder">State folder; pictures go to <c>media</c> in it.</param>
/// <param name="time">Clock for file names.</param>
internal sealed class MediaFolder(string stateFolder, TimeProvider time)
{
    /// <summary>Where the files lie.</summary>
    public string Path { get; } = PathIn(stateFolder);

    /// <summary>Where they lie in a state folder.</summary>
    public static string PathIn(string stateFolder) => System.IO.Path.Combine(stateFolder, "media");

    /// <summary>When a file was taken, as text that sorts, by its name.</summary>
    public static string TakenAt(string name) => name[(name.IndexOf('-') + 1)..];

    /// <summary>Keeps a file and gives its path; failures are those of the disk.</summary>
    /// <param name="origin">First part of the name.</param>
    /// <param name="extension">Last part of the name.</param>
    /// <param name="content">Makes the content, once the disk is known to take it.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "name of a picture")]
    public Outcome<string> Keep(string origin, string extension, Func<byte[]> content)
    {
        var path = System.IO.Path.Combine(
            Path, $"{origin}-{time.GetUtcNow().ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}.{extension}");
        try
        {
            DurableFile.MakeFolder(Path);
            DurableFile.Replace(path, content());
            return path;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(Path, thrown);
        }
    }
}

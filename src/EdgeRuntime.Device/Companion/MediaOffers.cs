using System.Security.Cryptography;
using System.Text;
using EdgeRuntime.Contracts.Companion;
using EdgeRuntime.Device.Bridge;

namespace EdgeRuntime.Device.Companion;

/// <summary>The pictures and videos of the glasses, as phones know them. A transfer's id is made of the file's name, so that it is the
/// same after a restart and says nothing about a path.</summary>
internal static class MediaOffers
{
    private const int IdDigits = 16;

    /// <summary>Files behind another one, in the order in which they were taken.</summary>
    /// <param name="after">Name of the last one known; null for all.</param>
    public static IEnumerable<FileInfo> After(string stateFolder, string? after) => Files(stateFolder)
        .Where(file => IsBehind(file.Name, after))
        .OrderBy(file => OrderOf(file.Name), StringComparer.Ordinal);

    /// <summary>What a phone is told of a file.</summary>
    public static OfferBody Offer(FileInfo file)
    {
        using var content = file.OpenRead();
        return new OfferBody(
            IdOf(file.Name),
            file.Extension == ".jpg" ? "photo" : "video",
            file.Name,
            file.Length,
            Convert.ToHexStringLower(SHA256.HashData(content)),
            new DateTimeOffset(file.LastWriteTimeUtc));
    }

    /// <summary>Path of a transfer; null where there is none.</summary>
    /// <param name="transfer">Its id.</param>
    /// <param name="before">Name of the last file that is not given; null where all are.</param>
    public static string? Find(string stateFolder, string transfer, string? before) =>
        transfer.Length == IdDigits
            ? Files(stateFolder).FirstOrDefault(file => IdOf(file.Name) == transfer && IsBehind(file.Name, before))?.FullName
            : null;

    /// <summary>Name of the last file; null where there is none.</summary>
    public static string? Last(string stateFolder) => Files(stateFolder).Select(file => file.Name).MaxBy(OrderOf, StringComparer.Ordinal);

    private static bool IsBehind(string name, string? after) => after is null || string.CompareOrdinal(OrderOf(name), OrderOf(after)) > 0;

    private static IEnumerable<FileInfo> Files(string stateFolder)
    {
        var folder = new DirectoryInfo(MediaFolder.PathIn(stateFolder));
        return folder.Exists ? folder.EnumerateFiles().Where(file => file.Extension is ".jpg" or ".mjpeg") : [];
    }

    private static string OrderOf(string name) => MediaFolder.TakenAt(name) + name;

    private static string IdOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..IdDigits];
}

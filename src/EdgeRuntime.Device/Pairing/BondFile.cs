using System.Globalization;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Actions;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The bonds on the disk: one file that only its owner can read, replaced whole.</summary>
/// <param name="stateFolder">State folder.</param>
internal sealed class BondFile(string stateFolder)
{
    /// <summary>Name of the glasses until they are given one.</summary>
    public const string DefaultName = "Glasses";

    private const long MaxBytes = 64 << 10; // twenty bonds take 5 KB

    private readonly string _path = Path.Combine(stateFolder, "bonds.json");

    /// <summary>What can be read, each bond by itself. Failures: <c>bonds-open</c>, <c>bonds-unreadable</c>.</summary>
    public Outcome<KeptBonds> Read()
    {
        try
        {
            if (!File.Exists(_path)) return new KeptBonds(null, null);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(_path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            {
                return Failed("bonds-open", $"Refusing to use the keys in {_path}: expected mode 600, but others may open it.", $"Set it right with: chmod 600 {_path}");
            }

            return Parse();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return Failed("bonds-unreadable", $"{_path} cannot be read.", "Make it readable for this user.");
        }
    }

    /// <summary>Puts them in its place; null when they are on the disk.</summary>
    public Failure? Write(BondsRow row)
    {
        try
        {
            DurableFile.MakeFolder(stateFolder);
            DurableFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(row, PairingJson.Default.BondsRow));
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Of(stateFolder, thrown);
        }
    }

    /// <summary>Keeps a copy of a damaged file, so that nothing is lost; null when it is on the disk.</summary>
    public Failure? Copy(DateTimeOffset now)
    {
        try
        {
            var stamp = now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            DurableFile.Replace(Path.Combine(stateFolder, $"bonds.damaged-{stamp}.json"), File.ReadAllBytes(_path));
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Of(stateFolder, thrown);
        }
    }

    private KeptBonds Parse()
    {
        try
        {
            using var document = JsonDocument.Parse(new FileInfo(_path).Length <= MaxBytes ? File.ReadAllBytes(_path) : []);
            return Row(document.RootElement);
        }
        catch (JsonException)
        {
            return new KeptBonds(null, Damaged("all of it"));
        }
    }

    private KeptBonds Row(JsonElement root)
    {
        // Every bond is with the glasses of this id: without it none is of use.
        if (root.ValueKind != JsonValueKind.Object || Text(root, "glasses") is not { Length: PhoneProtocol.IdDigits } glasses || !glasses.All(char.IsAsciiHexDigitLower))
        {
            return new KeptBonds(null, Damaged("all of it"));
        }

        var leftOut = new List<string>();
        if (!root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var layout) || layout != 1) leftOut.Add("all bonds");
        var bonds = leftOut.Count == 0 ? Bonds(root, leftOut) : [];
        if (Text(root, "name") is not { } name) leftOut.Add("the name of the glasses");
        else return new KeptBonds(new BondsRow(1, glasses, name, bonds), leftOut.Count == 0 ? null : Damaged(string.Join(", ", leftOut)));
        return new KeptBonds(new BondsRow(1, glasses, DefaultName, bonds), Damaged(string.Join(", ", leftOut)));
    }

    private static List<Bond> Bonds(JsonElement root, List<string> leftOut)
    {
        var bonds = new List<Bond>();
        if (!root.TryGetProperty("bonds", out var all) || all.ValueKind != JsonValueKind.Array)
        {
            leftOut.Add("all bonds");
            return bonds;
        }

        var at = 0;
        foreach (var one in all.EnumerateArray())
        {
            at++;
            if (Read(one) is { } bond && bonds.All(other => other.Id != bond.Id)) bonds.Add(bond);
            else leftOut.Add($"bond {at}");
        }

        return bonds;
    }

    private static Bond? Read(JsonElement one)
    {
        try
        {
            return one.Deserialize(PairingJson.Default.Bond) is { } bond && IsWhole(bond) ? bond : null;
        }
        catch (JsonException)
        {
            return null; // the caller names it
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsWhole(Bond bond) =>
        bond is { Id.Length: PhoneProtocol.IdDigits, Key.Length: PhoneProtocol.SecretBytes, Name: not null } && bond.Id.All(char.IsAsciiHexDigitLower);

    private Failure Damaged(string what) => Failed(
        "bonds-damaged", $"{_path} is not what was written there. Left out: {what}.", "A copy is kept as bonds.damaged-*.json; pair again the phones that are missing: edge-runtime pair");

    private static Failure Failed(string code, string message, string next) => new(Stages.Pairing, code, message, next, Blame.Machine);
}

using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The bonds on the disk: one file that only its owner can read, replaced whole.</summary>
internal sealed class BondFile(string stateFolder)
{
    /// <summary>Name of the glasses until they are given one.</summary>
    public const string DefaultName = "Glasses";

    private const long MaxBytes = 64 << 10; // twenty bonds take 5 KB

    private readonly string _path = Path.Combine(stateFolder, "bonds.json");

    /// <summary>What can be read, each bond by itself. Failure: <c>bonds-open</c>.</summary>
    public Outcome<KeptBonds> Read()
    {
        try
        {
            switch (StoredThing.Inspect(_path))
            {
                case StoredKind.Nothing: return new KeptBonds(null, null);
                case not StoredKind.File: return new KeptBonds(null, Damaged("all of it"));
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(_path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            {
                return Failed(
                    "bonds-open", $"Refusing to use the keys in {_path}: expected mode 600, but others may open it.",
                    $"Set it right with: chmod 600 {_path}");
            }

            return Parse();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return new KeptBonds(null, Damaged("all of it"));
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
            return StateFailures.Explain(stateFolder, thrown);
        }
    }

    /// <summary>Keeps a copy of a damaged file, so that nothing is lost; null when it is on the disk.</summary>
    /// <param name="whole">True to put all of it aside, whatever it is: none of it could be read.</param>
    /// <param name="now">For the name of the copy.</param>
    public Failure? Copy(bool whole, DateTimeOffset now)
    {
        try
        {
            if (whole) StoredThing.SetAside(_path, now);
            else DurableFile.Replace(StoredThing.Aside(_path, now), File.ReadAllBytes(_path));
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(stateFolder, thrown);
        }
    }

    private KeptBonds Parse()
    {
        try
        {
            var bytes = new FileInfo(_path).Length <= MaxBytes ? File.ReadAllBytes(_path) : [];
            if (Parse(bytes, []) is { } kept) return kept;
            var sound = SoundJson.Repair(bytes, SoundJson.Misfit, out var names);
            return Parse(sound, names > 0 ? ["names that are no text"] : []) ?? new KeptBonds(null, Damaged("all of it"));
        }
        catch (JsonException)
        {
            return new KeptBonds(null, Damaged("all of it"));
        }
    }

    // Null where a text in it holds half a character.
    private KeptBonds? Parse(byte[] bytes, List<string> leftOut)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Row(document.RootElement, leftOut);
        }
        catch (InvalidOperationException)
        {
            return null; // the caller leaves out that text
        }
    }

    private KeptBonds Row(JsonElement root, List<string> leftOut)
    {
        // Every bond is with the glasses of this id: without it none is of use.
        if (root.ValueKind != JsonValueKind.Object || Text(root, "glasses") is not { Length: PhoneProtocol.IdDigits } glasses
            || !glasses.All(char.IsAsciiHexDigitLower))
        {
            return new KeptBonds(null, Damaged("all of it"));
        }

        List<Bond> bonds = [];
        if (!root.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var layout) || layout != 1)
        {
            leftOut.Add("all bonds");
        }
        else
        {
            bonds = Bonds(root, leftOut);
        }

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
        bond is { Id.Length: PhoneProtocol.IdDigits, Key.Length: PhoneProtocol.SecretBytes, Name: not null }
            && bond.Id.All(char.IsAsciiHexDigitLower);

    private Failure Damaged(string what) => Failed(
        "bonds-damaged", $"{_path} is not what was written there. Left out: {what}.",
        "A copy is kept as bonds.damaged-*.json; pair again the phones that are missing: edge-runtime pair");

    private static Failure Failed(string code, string message, string next) => new(Stages.Pairing, code, message, next, Blame.Machine);
}

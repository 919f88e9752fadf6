using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Actions;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The bonds on the disk: one file that only its owner can read, replaced whole.</summary>
/// <param name="stateFolder">State folder.</param>
internal sealed class BondFile(string stateFolder)
{
    private const long MaxBytes = 64 << 10; // twenty bonds take 5 KB

    private readonly string _path = Path.Combine(stateFolder, "bonds.json");

    /// <summary>What is there; null where nothing is yet.</summary>
    public Outcome<BondsRow?> Read()
    {
        try
        {
            if (!File.Exists(_path)) return default(BondsRow);
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

    private Outcome<BondsRow?> Parse()
    {
        try
        {
            var bytes = new FileInfo(_path).Length <= MaxBytes ? File.ReadAllBytes(_path) : [];
            if (JsonSerializer.Deserialize(bytes, PairingJson.Default.BondsRow) is { Version: 1, Bonds: not null } row
                && row.Glasses is { Length: PhoneProtocol.IdDigits }
                && row.Name is not null
                && row.Bonds.All(IsWhole))
            {
                return row;
            }
        }
        catch (JsonException)
        {
            return Damaged();
        }

        return Damaged();
    }

    private static bool IsWhole(Bond? bond) => bond is { Id.Length: PhoneProtocol.IdDigits, Key.Length: PhoneProtocol.SecretBytes, Name: not null };

    private Failure Damaged() =>
        Failed("bonds-damaged", $"{_path} is not what was written there.", "Move it away and pair the phones again.");

    private static Failure Failed(string code, string message, string next) => new(Stages.Pairing, code, message, next, Blame.Machine);
}

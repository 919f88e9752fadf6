using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Keeps the account in a file of its own that only its owner can read (mode 0600), apart from the state,
/// which people copy about.</summary>
/// <param name="folder">State folder.</param>
public sealed class CloudAccountFile(string folder)
{
    private const long MaxBytes = 16 << 10;

    private readonly string _path = Path.Combine(folder, "cloud.json");

    /// <summary>The account; null where none was set up. Failures: <c>cloud-account-unreadable</c>,
    /// <c>cloud-account-damaged</c>, <c>cloud-account-open</c>.</summary>
    public Outcome<CloudAccount?> Read()
    {
        try
        {
            switch (StoredThing.Inspect(_path))
            {
                case StoredKind.Nothing: return default(CloudAccount);
                case not StoredKind.File: return Damaged();
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(_path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            {
                return Broken(
                    "cloud-account-open",
                    $"Refusing to use the key in {_path}: expected mode 600, but others can read it.",
                    $"Set it right with: chmod 600 {_path}");
            }

            return Parse();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return Broken("cloud-account-unreadable", $"{_path} cannot be read.", "Make it readable for this user.");
        }
    }

    /// <summary>Keeps an account, and a copy of what stood there and could not be read (<c>cloud.damaged.json</c>);
    /// null when it is on the disk.</summary>
    public Failure? Write(CloudAccount account) => OnDisk(() =>
    {
        DurableFile.MakeFolder(folder);
        if (StoredThing.Inspect(_path) is StoredKind.Folder or StoredKind.Other)
        {
            StoredThing.SetAside(_path, DateTimeOffset.UnixEpoch);
        }
        else if (File.Exists(_path) && Parse().Failure is not null)
        {
            DurableFile.Replace(Path.Combine(folder, "cloud.damaged.json"), File.ReadAllBytes(_path));
        }

        var row = new CloudAccountRow(account.Address.AbsoluteUri, account.Key, account.Pin);
        DurableFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(row, CloudJson.Default.CloudAccountRow));
    });

    /// <summary>Forgets it; null when it is gone.</summary>
    public Failure? Delete() => OnDisk(() =>
    {
        if (StoredThing.Inspect(_path) == StoredKind.Folder) StoredThing.SetAside(_path, DateTimeOffset.UnixEpoch);
        else File.Delete(_path);
    });

    private Outcome<CloudAccount?> Parse()
    {
        try
        {
            var bytes = new FileInfo(_path).Length <= MaxBytes ? File.ReadAllBytes(_path) : [];
            if (JsonSerializer.Deserialize(bytes, CloudJson.Default.CloudAccountRow) is { Address: not null, Key: not null } row)
            {
                return CloudAccount.Parse(row.Address, row.Key, row.Pin).TryGet(out var account, out var wrong) ? account : wrong;
            }
        }
        catch (JsonException)
        {
            return Damaged();
        }

        return Damaged();
    }

    private Failure? OnDisk(Action change)
    {
        try
        {
            change();
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(folder, thrown);
        }
    }

    private Failure Damaged() =>
        Broken(
            "cloud-account-damaged", $"{_path} is not what was written there, so no cloud is asked.",
            "Connect again: edge-runtime cloud connect URL --key-file FILE");

    private static Failure Broken(string code, string message, string next) => new(Stages.Cloud, code, message, next);
}

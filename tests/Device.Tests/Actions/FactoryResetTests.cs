using System.Text;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Cloud.Deferring;
using EdgeRuntime.Device.Commands;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Pairing;
using Microsoft.Extensions.Time.Testing;

namespace Device.Tests.Actions;

public sealed class FactoryResetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FactoryResetTests()
    {
        StateFixture.CopyTo(_folder.Path);
        Directory.CreateDirectory(_folder["media"]);
        Directory.CreateDirectory(_folder["web"]);
        File.WriteAllText(_folder["media/sim-20261129-120000-000.jpg"], "picture-bytes");
        File.WriteAllText(_folder["web/authority.pem"], "authority-bytes");
        File.WriteAllText(_folder["bonds.damaged-20261129-120000.json"], "old-bond-bytes");
        File.WriteAllText(_folder["queue/x.json.damaged"], "old-wish-bytes");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Erase_Everything_LeavesNoByteOfAnyOfIt()
    {
        var before = Held();
        Assert.Contains("buy oat milk", before);
        Assert.Contains("eZjUtSNo79ozOdG66DmzIWFf", before);
        var open = Opened(); // what is on the disk, also after its name is gone

        Assert.Null(FactoryReset.Erase(_folder.Path));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.All(open, file => Assert.DoesNotContain(Content(file), one => one != 0));
        Array.ForEach(open, file => file.Dispose());
    }

    [Fact]
    public void Erase_InterruptedByAFileInUse_HasTakenTheKeysFirst()
    {
        using (new FileStream(_folder["state.json"], FileMode.Open, FileAccess.Read, FileShare.None))
        {
            Assert.Equal("reset-unfinished", FactoryReset.Erase(_folder.Path)?.Code);
        }

        Assert.DoesNotContain("eZjUtSNo79ozOdG66DmzIWFf", Held());
        Assert.DoesNotContain("fixture-key-0805ca6", Held());
        Assert.DoesNotContain("authority-bytes", Held());
        Assert.DoesNotContain("old-bond-bytes", Held());
        Assert.True(FactoryReset.IsBegun(_folder.Path));
    }

    [Fact]
    public void Open_ResetThatWasBegun_IsFinishedFirst()
    {
        Assert.Null(FactoryReset.Begin(_folder.Path));

        using var store = StateStore.Open(_folder.Path, new FakeTimeProvider()).Value!;

        Assert.False(FactoryReset.IsBegun(_folder.Path));
        Assert.Empty(store.Current.Notes);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Erase_AfterIt_NothingIsKnownAndTheGlassesHaveAnotherId()
    {
        Assert.Null(FactoryReset.Erase(_folder.Path));

        var bonds = BondBook.Open(_folder.Path, new PairingOptions(), TimeProvider.System).Value!;

        Assert.NotEqual("6edbdfcb98103f73", bonds.Glasses);
        Assert.Empty(bonds.Bonds);
        Assert.Null(new CloudAccountFile(_folder.Path).Read().Value);
        Assert.Equal(0, new DeferredQueue(_folder.Path, new DeferredOptions()).Count);
        Assert.Empty(MediaOffers.After(_folder.Path, null));
    }

    [Fact]
    public void Erase_LinkToSomethingElse_TakesTheLinkAndLeavesWhatItLeadsTo()
    {
        using var elsewhere = new TemporaryFolder();
        File.WriteAllText(elsewhere["kept.txt"], "not ours");
        File.CreateSymbolicLink(_folder["link"], elsewhere["kept.txt"]);
        Directory.CreateSymbolicLink(_folder["folder-link"], elsewhere.Path);

        Assert.Null(FactoryReset.Erase(_folder.Path));

        Assert.Equal("not ours", File.ReadAllText(elsewhere["kept.txt"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Reset_ByCommandWithoutAService_ErasesAll()
    {
        Assert.Null(await ResetCommand.EraseAsync(_folder.Path, default));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private string Held() =>
        string.Join(
            '\n', Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
                .Select(file => File.ReadAllText(file, Encoding.Latin1)));

    private FileStream[] Opened() => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .Select(file => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))];

    private static byte[] Content(FileStream file)
    {
        var content = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(content);
        return content;
    }
}

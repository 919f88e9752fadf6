using System.Runtime.Versioning;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Pairing;

namespace Device.Tests.Companion;

[SupportedOSPlatform("linux")]
public sealed class RevokedPhonesTests
{
    [Fact]
    public async Task ForgetAsync_PhoneRevokedWhileNobodyRan_LosesWhatItGaveBeforeAnythingIsMadeOfIt()
    {
        using var folder = new TemporaryFolder();
        StateFixture.CopyTo(folder.Path);
        BondBook.Open(folder.Path, new PairingOptions(), TimeProvider.System).Value!.Remove(StateFixture.Ada);
        using var state = StateStore.Open(folder.Path, TimeProvider.System).Value!;

        Assert.Null(await RevokedPhones.ForgetAsync(state, folder.Path, default));

        Assert.Equal(["Brigitte"], state.Current.Contacts);
        Assert.Empty(state.Current.Playlists);
        Assert.Empty(state.Current.Inbox);
        Assert.False(Directory.Exists(folder[$"phones/{StateFixture.Ada}"]));
        Assert.True(Directory.Exists(folder[$"phones/{StateFixture.Old}"]));
        Assert.Single(state.Current.Notes);
    }

    [Fact]
    public async Task ForgetAsync_BondsThatCannotBeRead_ForgetsNothing()
    {
        using var folder = new TemporaryFolder();
        StateFixture.CopyTo(folder.Path);
        File.SetUnixFileMode(folder["bonds.json"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        using var state = StateStore.Open(folder.Path, TimeProvider.System).Value!;

        Assert.Null(await RevokedPhones.ForgetAsync(state, folder.Path, default));

        Assert.Equal(2, state.Current.Phones.Count);
    }
}

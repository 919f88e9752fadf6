using System.Diagnostics;
using EdgeRuntime.Device.Actions;

namespace Device.Tests.Actions;

/// <summary>Real disks that are full or read-only.</summary>
public sealed class StateStoreDiskTests
{
    [Fact]
    public async Task UpdateAsync_DeviceHasNoSpace_KeepsTheOldDocument()
    {
        using var folder = new TemporaryFolder();
        using var store = StateStore.Open(folder.Path, TimeProvider.System).Value!;
        await store.UpdateAsync(now => now with { LastAnswer = "before" }, CancellationToken.None);

        // The file that is written beside the document leads to the device that is always full (full(4)).
        File.CreateSymbolicLink(folder["state.json.new"], "/dev/full");
        var failure = (await store.UpdateAsync(now => now with { LastAnswer = "after" }, CancellationToken.None)).Failure!;

        Assert.Equal("state-disk-full", failure.Code);
        Assert.Equal("before", store.Current.LastAnswer);
        Assert.Equal("before", StateStore.Open(folder.Path, TimeProvider.System).Value!.Current.LastAnswer);
    }

    [Fact]
    public async Task UpdateAsync_SpaceIsBack_WorksAgain()
    {
        using var folder = new TemporaryFolder();
        using var store = StateStore.Open(folder.Path, TimeProvider.System).Value!;
        File.CreateSymbolicLink(folder["state.json.new"], "/dev/full");
        await store.UpdateAsync(now => now with { LastAnswer = "lost" }, CancellationToken.None);

        var kept = await store.UpdateAsync(now => now with { LastAnswer = "kept" }, CancellationToken.None);

        Assert.Null(kept.Failure);
        Assert.Equal("kept", StateStore.Open(folder.Path, TimeProvider.System).Value!.Current.LastAnswer);
    }

    [SmallDiskFact]
    public async Task UpdateAsync_SmallDisk_SaysSo() => Assert.Equal("state-disk-full", await LastLineAsync("size=16k"));

    [SmallDiskFact]
    public async Task UpdateAsync_ReadOnlyDisk_SaysSo() => Assert.Equal("state-read-only", await LastLineAsync("ro"));

    private static async Task<string> LastLineAsync(string options)
    {
        using var folder = new TemporaryFolder();
        var command = SmallDiskFactAttribute.Command(folder.Path, options, ChildWriter.Command(folder.Path));
        using var child = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
    }
}

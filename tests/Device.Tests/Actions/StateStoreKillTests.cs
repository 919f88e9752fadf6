using EdgeRuntime.Device.Actions;

namespace Device.Tests.Actions;

public sealed class StateStoreKillTests
{
    private const int Kills = 25; // each costs the start of a process; a broken write shows within the first few

    [Fact]
    public async Task UpdateAsync_KilledAtAnyMoment_LosesNothingThatWasAcknowledged()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20261122);
        var acknowledged = 1;
        for (var i = 0; i < Kills; i++)
        {
            acknowledged = await WriteAndKillAsync(folder.Path, random.Next(1, 60), acknowledged);

            Assert.True(StateStore.Open(folder.Path, TimeProvider.System).TryGet(out var store, out var failure), failure?.Message);
            Assert.Null(store.Damage);
            Assert.True(StateWriter.IsWhole(store.Current), $"torn at {store.Current.NextId}");
            Assert.InRange(store.Current.NextId, acknowledged, acknowledged + 1);
            acknowledged = store.Current.NextId;
        }

        Assert.True(acknowledged > Kills, "the child never wrote");
    }

    [Fact]
    public async Task UpdateAsync_TwoProcessesAtOnce_LoseNoChange()
    {
        using var folder = new TemporaryFolder();
        using var one = ChildWriter.Start(folder.Path);
        using var two = ChildWriter.Start(folder.Path);

        List<int>[] said;
        try
        {
            said = await Task.WhenAll(ReadAsync(one, 40), ReadAsync(two, 40));
        }
        finally
        {
            one.Kill();
            two.Kill();
            await Task.WhenAll(one.WaitForExitAsync(), two.WaitForExitAsync());
        }

        Assert.Empty(said[0].Intersect(said[1])); // a number said twice is a change that overwrote another
    }

    private static async Task<int> WriteAndKillAsync(string folder, int lines, int acknowledged)
    {
        using var child = ChildWriter.Start(folder);
        var said = await ReadAsync(child, lines);
        child.Kill();
        var rest = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        // Whole lines only: the kill may have cut the last one.
        var whole = rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return whole.Select(int.Parse).Concat(said).Append(acknowledged).Max();
    }

    private static async Task<List<int>> ReadAsync(System.Diagnostics.Process child, int lines)
    {
        var said = new List<int>();
        while (said.Count < lines && await child.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(int.Parse(line));
        }

        return said;
    }
}

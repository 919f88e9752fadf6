using EdgeRuntime.Device.Pairing;

namespace Device.Tests.Companion;

public sealed class CompanionKillTests
{
    private const int Kills = 6; // each costs the start of a process; PhoneLoad does two hundred

    [Fact]
    public async Task Messages_GlassesKilledAtAnyMoment_NoneLostAndNoneTwice()
    {
        using var folder = new TemporaryFolder();
        var bond = new Bond("1111111111111111", "Phone", [.. Enumerable.Repeat((byte)1, 32)], default, default);
        Assert.Null(BondBook.Open(folder.Path, new PairingOptions(), TimeProvider.System).Value!.Add(bond));
        var (memory, run) = (new BenchPhone.Memory(bond), new KillRun(folder.Path, new Random(20261126)));

        for (var i = 0; i < Kills; i++) await run.OnceAsync(memory);

        await run.SettleAsync(memory);
    }
}

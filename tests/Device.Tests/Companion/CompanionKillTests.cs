using System.Globalization;
using Device.Tests.Actions;
using EdgeRuntime.Device.Actions;
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

        await using var glasses = BenchCompanion.Start(folder.Path);
        await using var phone = await glasses.ConnectAsync(memory);
        await phone.FlushAsync();
        await phone.UntilAsync(() => memory.Waiting.Count == 0 && memory.Received >= run.Safe);

        Assert.True(run.Safe > 0);
        Assert.Equal(Enumerable.Range(1, memory.Kept.Count).Select(i => (long)i), memory.Kept.Select(kept => kept.Number));
        Assert.Equal(memory.Last, StateStore.Open(folder.Path, TimeProvider.System).Value!.Current.Phones[bond.Id].Received);
        Assert.Equal(run.Notified.TakeLast(100), glasses.State.Current.Inbox.Select(message => message.Text)); // the inbox holds the last hundred
    }

    /// <summary>Child processes with traffic both ways, each killed in the middle of it.</summary>
    private sealed class KillRun(string folder, Random random)
    {
        /// <summary>Number of the last message that a child was told is safe.</summary>
        public long Safe { get; private set; }

        /// <summary>Texts that the phone has kept for the glasses, in order.</summary>
        public List<string> Notified { get; } = [];

        public async Task OnceAsync(BenchPhone.Memory memory)
        {
            using var child = ChildWriter.StartAs("phones", folder);
            var hello = (await child.StandardOutput.ReadLineAsync())!.Split(' ');
            var reading = ReadAsync(child.StandardOutput);
            for (var i = 0; i < 20; i++)
            {
                Notified.Add($"n{Notified.Count}");
                memory.Put("notification", new { app = "Chat", text = Notified[^1], at = DateTimeOffset.UnixEpoch });
            }

            var until = memory.Received + random.Next(5, 60);
            await using (var phone = await BenchPhone.ConnectAsync(int.Parse(hello[0], CultureInfo.InvariantCulture), hello[1], memory))
            {
                var flushing = phone.FlushAsync();
                await phone.UntilAsync(() => memory.Received >= until);
                child.Kill();
                await flushing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the rest of it meets a dead process
            }

            await child.WaitForExitAsync();
            await reading;
        }

        private async Task ReadAsync(StreamReader lines)
        {
            while (await lines.ReadLineAsync() is { } line)
            {
                if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) Safe = Math.Max(Safe, number);
            }
        }
    }
}

using Device.Tests.Pairing;
using EdgeRuntime.Device.Commands;
using EdgeRuntime.Device.Companion.Door;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Terminal;

namespace Device.Tests.Companion;

public sealed class PhoneDoorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("n\n", 5)]
    public async Task Pair_NoServiceRuns_OpensAWindowOfItsOwn(string answer, int exit)
    {
        var (output, error) = (new StringWriter(), new Lines());
        var running = new PairRun(
            _folder.Path, "127.0.0.1:0", new CommandConsole(output, error, false), new StringReader(answer), TimeProvider.System)
                .RunAsync(default);
        var port = int.Parse((await error.ContainingAsync("mqtt://")).Split(':')[^1].TrimEnd('.'));
        var glasses = BondBook.Open(_folder.Path, new PairingOptions(), TimeProvider.System).Value!.Glasses;
        await error.ContainingAsync("open for a minute");

        // the broker stays until the phone has gone
        var paired = await BenchPhone.TryPairAsync(port, glasses, () => Assert.False(running.IsCompleted));

        Assert.Equal(exit, (int)await running);
        Assert.Equal(exit == 0, paired is not null);
        Assert.Equal(exit == 0, output.ToString().Contains("Paired with Test phone", StringComparison.Ordinal));
        Assert.Contains(exit == 0 ? "" : "digits were not the same", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(exit == 0 ? 1 : 0, BondBook.Open(_folder.Path, new PairingOptions(), TimeProvider.System).Value!.Bonds.Count);
    }

    [Fact]
    public async Task Revoke_RunningService_CutsThePhoneOff()
    {
        await using var glasses = BenchCompanion.Start(_folder.Path);
        using var door = new PhoneDoor(_folder.Path, glasses.Companion.Desk, glasses.Bonds, () => null);
        Assert.Null(door.Bind());
        using var stop = new CancellationTokenSource();
        var serving = door.RunAsync(stop.Token);
        var memory = await glasses.PairAsync();
        await using var phone = await glasses.ConnectAsync(memory);

        using var caller = (await DoorCaller.CallAsync(_folder.Path, default))!;
        await caller.SayAsync(new DoorRequest(DoorRequest.Revoke) { Bond = memory.Bond.Id }, default);
        Assert.Equal("Test phone", (await caller.NextAsync(default)).Revoked);
        await caller.SayAsync(new DoorRequest(DoorRequest.Revoke) { Bond = memory.Bond.Id }, default);
        Assert.Equal("bond-unknown", (await caller.NextAsync(default)).Failure?.Code);

        await Assert.ThrowsAnyAsync<Exception>(() => phone.LiveAsync("never"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    [Fact]
    public void Bind_AnotherServiceRuns_IsNamedAndALeftoverIsNot()
    {
        using var desk = new PairingBench().Desk;
        var bonds = BondBook.Open(_folder.Path, new PairingOptions(), TimeProvider.System).Value!;
        File.WriteAllText(PhoneDoor.PathIn(_folder.Path), "");
        using var first = new PhoneDoor(_folder.Path, desk, bonds, () => null);
        Assert.Null(first.Bind());

        var second = new PhoneDoor(_folder.Path, desk, bonds, () => null);

        Assert.Equal("phone-service-running", second.Bind()?.Code);
    }

    /// <summary>Text of which lines can be waited for.</summary>
    private sealed class Lines : StringWriter
    {
        private readonly System.Threading.Channels.Channel<string> _lines = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            _lines.Writer.TryWrite(value ?? "");
        }

        public async Task<string> ContainingAsync(string part)
        {
            while (true)
            {
                if (await _lines.Reader.ReadAsync() is var line && line.Contains(part, StringComparison.Ordinal)) return line;
            }
        }
    }
}

using System.Net;
using EdgeRuntime.Device;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Simulation;

namespace Device.Tests.Companion;

/// <summary>Glasses with a broker on loopback and everything behind it.</summary>
internal sealed class BenchCompanion : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CompanionBroker _broker;
    private readonly Task _running;

    private BenchCompanion(string folder, BondBook bonds, Func<PhoneParts, PhoneParts> change)
    {
        State = StateStore.Open(folder, TimeProvider.System).Value!;
        Bonds = bonds;
        var options = new BrokerOptions { Listen = new IPEndPoint(IPAddress.Loopback, 0), PacketsPerSecond = 20_000, PacketBurst = 20_000 };
        _broker = new CompanionBroker(bonds, options, TimeProvider.System);
        var parts = new PhoneParts(State, folder, new SimulatedPowerGauge(new(80, false)))
        {
            WakePhrases = ["view glass"],
            Notify = (message, _) => Notified.Add(message.Text),
        };
        Companion = new PhoneCompanion(bonds, _broker, change(parts), TimeProvider.System, failure => Reported.Add(failure.Code));
        _running = RunAsync();
    }

    public StateStore State { get; }

    public BondBook Bonds { get; }

    public PhoneCompanion Companion { get; }

    public List<string> Reported { get; } = [];

    public List<string> Notified { get; } = [];

    public int Port => _broker.Bound!.Port;

    public static BenchCompanion Start(string folder, Func<PhoneParts, PhoneParts>? change = null) =>
        new(folder, BondBook.Open(folder, new PairingOptions(), TimeProvider.System).Value!, change ?? (parts => parts));

    private async Task RunAsync()
    {
        Assert.Null(await Companion.StartAsync(_stop.Token));
        await Companion.RunAsync(_stop.Token);
    }

    public async Task<BenchPhone.Memory> PairAsync()
    {
        Assert.Null(Companion.Desk.Open().Failure);
        return await BenchPhone.PairAsync(Port, Bonds.Glasses, Companion.Desk);
    }

    public Task<BenchPhone> ConnectAsync(BenchPhone.Memory memory, int? port = null) =>
        BenchPhone.ConnectAsync(port ?? Port, Bonds.Glasses, memory);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Companion.Dispose();
        await _broker.DisposeAsync();
        State.Dispose();
        _stop.Dispose();
        if (_running.IsFaulted) await _running;
    }
}

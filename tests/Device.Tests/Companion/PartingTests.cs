using System.Text.Json;
using System.Threading.Channels;
using Device.Tests.Pairing;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Door;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Service;
using EdgeRuntime.Device.Simulation;
using MQTTnet;

namespace Device.Tests.Companion;

/// <summary>Whoever is told something last has it before the connection closes.</summary>
public sealed class PartingTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2); // that a test may wait for words that never come

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stop_WhileAPhonePairs_ThePhoneAndTheCommandAreToldSo() =>
        await StopAsync("127.0.0.1:0", own => own.Broker!.Bound!.Port);

    [MosquittoFact]
    public async Task Stop_WhileAPhonePairsOverABrokerElsewhere_ThePhoneAndTheCommandAreToldSo()
    {
        using var theirs = await Mosquitto.StartAsync();

        var glasses = await StopAsync($"mqtt://127.0.0.1:{theirs.Port}", _ => theirs.Port);

        // What stays behind must not promise a window.
        var about = await Mosquitto.RunAsync("mosquitto_sub", "-p", $"{theirs.Port}", "-t", $"edge/{glasses}/about", "-C", "1");
        Assert.Contains("\"pairing\":false", about.Output);
    }

    private async Task<string> StopAsync(string mqtt, Func<OwnPhones, int> portOf)
    {
        using var state = StateStore.Open(_folder.Path, TimeProvider.System).Value!;
        var own = OwnPhones.With(
            new PhoneParts(state, _folder.Path, new SimulatedPowerGauge(new(80, false))), mqtt, TimeProvider.System, _ => { }).Value!;
        Assert.Null(await own.StartAsync(default));
        using var caller = (await DoorCaller.CallAsync(_folder.Path, default))!;
        await caller.SayAsync(new DoorRequest(DoorRequest.Pair), default);
        await caller.NextAsync(default);
        var pairing = new PhonePairing(own.Glasses);
        var said = Channel.CreateUnbounded<PairingMessage>();
        var (phone, _) = await BenchBroker.ConnectAsync(BenchBroker.Options(portOf(own)).WithClientId($"pair-{pairing.Session}"));
        using (phone)
        {
            phone.ApplicationMessageReceivedAsync += async message => await said.Writer.WriteAsync(
                JsonSerializer.Deserialize<PairingMessage>(
                    System.Buffers.BuffersExtensions.ToArray(message.ApplicationMessage.Payload), JsonSerializerOptions.Web)!);
            phone.DisconnectedAsync += _ =>
            {
                said.Writer.TryComplete();
                return Task.CompletedTask;
            };
            await phone.SubscribeAsync(PhoneTopics.PairDown(own.Glasses, pairing.Session));
            await phone.PublishBinaryAsync(PhoneTopics.PairUp(own.Glasses, pairing.Session), pairing.Request());
            Assert.Equal(PairingTypes.Commit, (await said.Reader.ReadAsync()).Type);

            var stopping = own.DisposeAsync().AsTask();
            var last = await said.Reader.ReadAsync().AsTask().WaitAsync(Longest);
            await phone.DisconnectAsync();
            await stopping;

            Assert.Equal((PairingTypes.End, "pair-cancelled"), (last.Type, last.Code));
        }

        var reply = await caller.NextAsync(default);
        while (reply.View is { State: PairingState.Waiting or PairingState.Comparing }) reply = await caller.NextAsync(default);
        Assert.Equal("pair-cancelled", reply.View?.Failure?.Code);
        return own.Glasses;
    }
}

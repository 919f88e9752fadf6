using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Companion;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Pairing;
using EdgeRuntime.Device.Simulation;
using MQTTnet;
using TestKit;

namespace Device.Tests.Companion.Broker;

/// <summary>Glasses on a broker elsewhere that is particular: who it is, whom it lets in, and what they may do.</summary>
public sealed class ForeignBrokerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reported = [];
    private readonly BondBook _bonds;

    public ForeignBrokerTests() => _bonds = BondBook.Open(_folder.Path, new PairingOptions(), TimeProvider.System).Value!;

    private string About => PhoneTopics.About(_bonds.Glasses);

    public void Dispose() => _folder.Dispose();

    [MosquittoFact]
    public async Task Start_PrivateAuthorityThatPublishesNoRevocations_Connects()
    {
        using var authority = new TestAuthority(_folder.Path);
        using var mosquitto = await Mosquitto.StartAsync($"allow_anonymous true\n{authority.Settings}");

        Assert.Null(await StartAsync(Secure(mosquitto, authority)));
    }

    [MosquittoFact]
    public async Task Start_AuthorityThatIsNotTrusted_IsRefusedByName()
    {
        using var authority = new TestAuthority(_folder.Path);
        using var other = new TestAuthority(Directory.CreateDirectory(_folder["other"]).FullName);
        using var mosquitto = await Mosquitto.StartAsync($"allow_anonymous true\n{authority.Settings}");

        Assert.Equal("broker-certificate-refused", await StartAsync(Secure(mosquitto, other)));
        Assert.Equal("broker-certificate-refused", await StartAsync(Secure(mosquitto, authority) with { Authorities = null }));
    }

    [MosquittoFact]
    public async Task Start_CertificateForAnotherName_IsRefusedByName()
    {
        using var authority = new TestAuthority(_folder.Path, "broker.example");
        using var mosquitto = await Mosquitto.StartAsync($"allow_anonymous true\n{authority.Settings}");

        Assert.Equal("broker-certificate-refused", await StartAsync(Secure(mosquitto, authority)));
    }

    [MosquittoFact]
    public async Task Start_WrongPassword_IsNamedAndTheRightOneConnects()
    {
        await Mosquitto.PasswordAsync(_folder["passwords"], "glasses", "s3cret:/@");
        using var mosquitto = await Mosquitto.StartAsync($"allow_anonymous false\npassword_file {_folder["passwords"]}");
        var options = new ForeignBrokerOptions(new Uri($"mqtt://glasses@127.0.0.1:{mosquitto.Port}"));

        Assert.Equal("broker-login-refused", await StartAsync(options with { Password = "guess" }));
        Assert.Null(await StartAsync(options with { Password = "s3cret:/@" }));
    }

    [MosquittoFact]
    public async Task Start_RulesThatKeepAboutFromTheGlasses_AreNamed()
    {
        File.WriteAllText(_folder["rules"], "topic read #\n");
        using var mosquitto = await Mosquitto.StartAsync($"allow_anonymous true\nacl_file {_folder["rules"]}");

        Assert.Equal("broker-rights-missing", await StartAsync(Plain(mosquitto.Port)));
    }

    [Fact]
    public async Task Start_SubscriptionThatIsRefused_IsNamed()
    {
        await using var broker = await StrictBroker.StartAsync(refuses: PhoneTopics.BondUp(_bonds.Glasses, "+"));

        Assert.Equal("broker-rights-missing", await StartAsync(Plain(broker.Port)));
    }

    [MosquittoFact]
    public async Task Pair_OverTlsWithPasswordAndRules_Works()
    {
        using var authority = new TestAuthority(_folder.Path);
        await Mosquitto.PasswordAsync(_folder["passwords"], "glasses", "s3cret");
        var ours = $"edge/{_bonds.Glasses}";
        File.WriteAllText(
            _folder["rules"],
            $"topic read edge/+/about\ntopic write {ours}/pair/+/up\ntopic read {ours}/pair/+/down\nuser glasses\ntopic readwrite "
            + $"{ours}/#\n");
        var open = FreePort();
        using var mosquitto = await Mosquitto.StartAsync(
            $"{authority.Settings}\nlistener {open} 127.0.0.1\nallow_anonymous true\npassword_file {_folder["passwords"]}\nacl_file "
            + $"{_folder["rules"]}");
        using var state = StateStore.Open(_folder.Path, TimeProvider.System).Value!;
        using var stop = new CancellationTokenSource();
        var options = Secure(
            mosquitto, authority) with
        { Address = new Uri($"mqtts://glasses@127.0.0.1:{mosquitto.Port}"), Password = "s3cret" };
        await using var broker = new ForeignBroker(options, _bonds, TimeProvider.System, failure => _reported.Add(failure.Code));
        using var companion = new PhoneCompanion(
            _bonds, broker, new PhoneParts(state, _folder.Path, new SimulatedPowerGauge(new(80, false))), TimeProvider.System, _ => { });
        Assert.Null(await companion.StartAsync(default));
        var running = companion.RunAsync(stop.Token);

        companion.Desk.Open();
        var memory = await BenchPhone.PairAsync(open, _bonds.Glasses, companion.Desk);

        Assert.Equal(memory.Bond.Id, Assert.Single(_bonds.Bonds).Id);
        Assert.Empty(_reported);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [MosquittoFact]
    public async Task Killed_WhileItsWindowIsOpen_LeavesNoGlassesThatAskForAPhone()
    {
        using var mosquitto = await Mosquitto.StartAsync();
        await using var link = new CuttingProxy(mosquitto.Port);
        await using var broker = new ForeignBroker(Plain(link.Port), _bonds, TimeProvider.System, _ => { });
        Assert.Null(await broker.StartAsync(new PhoneInlet(), default));
        await broker.SendAsync(About, AboutGlasses.Json(_bonds, pairing: true), retain: true, default);
        var about = await AboutAsync(mosquitto.Port);
        Assert.Contains("\"pairing\":true", await about.ReadAsync());

        link.IsOpen = false;
        link.Cut();

        Assert.Contains("\"pairing\":false", await about.ReadAsync());
    }

    [MosquittoFact]
    public async Task Dispose_WhileItsWindowIsOpen_LeavesNoGlassesThatAskForAPhone()
    {
        using var mosquitto = await Mosquitto.StartAsync();
        await using (var broker = new ForeignBroker(Plain(mosquitto.Port), _bonds, TimeProvider.System, _ => { }))
        {
            Assert.Null(await broker.StartAsync(new PhoneInlet(), default));
            await broker.SendAsync(About, AboutGlasses.Json(_bonds, pairing: true), retain: true, default);
        }

        Assert.Contains("\"pairing\":false", await (await AboutAsync(mosquitto.Port)).ReadAsync());
    }

    private static ForeignBrokerOptions Plain(int port) => new(new Uri($"mqtt://127.0.0.1:{port}"));

    private static ForeignBrokerOptions Secure(Mosquitto mosquitto, TestAuthority authority) =>
        new(new Uri($"mqtts://127.0.0.1:{mosquitto.Port}"))
        {
            Authorities = [X509CertificateLoader.LoadCertificate(authority.Certificate)],
        };

    // The code of why it cannot, or null.
    private async Task<string?> StartAsync(ForeignBrokerOptions options)
    {
        await using var broker = new ForeignBroker(options, _bonds, TimeProvider.System, _ => { });
        return (await broker.StartAsync(new PhoneInlet(), default))?.Code;
    }

    private async Task<ChannelReader<string>> AboutAsync(int port)
    {
        var about = Channel.CreateUnbounded<string>();
        var client = (await BenchBroker.ConnectAsync(BenchBroker.Options(port))).Client;
        client.ApplicationMessageReceivedAsync += message =>
        {
            about.Writer.TryWrite(Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(message.ApplicationMessage.Payload)));
            return Task.CompletedTask;
        };
        await client.SubscribeAsync(About);
        return about.Reader;
    }

    private static int FreePort()
    {
        using var trial = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        trial.Start();
        return ((System.Net.IPEndPoint)trial.LocalEndpoint).Port;
    }
}

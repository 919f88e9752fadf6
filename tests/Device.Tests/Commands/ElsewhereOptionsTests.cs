using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Commands;
using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Settings;

namespace Device.Tests.Commands;

public sealed class ElsewhereOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Command _command = new("run");
    private readonly Option<string?> _mqtt = MqttOption.Create("Speak to phones");
    private readonly ElsewhereOptions _options;

    public ElsewhereOptionsTests()
    {
        _command.Options.Add(_mqtt);
        _options = ElsewhereOptions.AddTo(_command);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("99999")]
    [InlineData("1883")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("1:1883")]
    [InlineData("::1")]
    public void Parse_NoAddressWithAPort_IsRefusedInASentence(string address)
    {
        var error = Assert.Single(_command.Parse(["--mqtt", address]).Errors).Message;

        Assert.Equal($"--mqtt takes an address such as 127.0.0.1:1883 or mqtts://broker.example, not '{address}'.", error);
    }

    [Theory]
    [InlineData("127.0.0.1:0")]
    [InlineData("0.0.0.0:65535")]
    [InlineData("[::1]:1883")]
    public void Parse_AddressWithAPort_IsFine(string address) => Assert.Empty(_command.Parse(["--mqtt", address]).Errors);

    [Fact]
    public void Read_PasswordInTheAddress_IsRefusedSinceEveryUserSeesIt()
    {
        var error = Assert.Single(_command.Parse(["--mqtt", "mqtts://glasses:s3cret@broker.example"]).Errors).Message;

        Assert.StartsWith("Refusing a password in --mqtt", error);
        Assert.DoesNotContain("s3cret", error);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("input")]
    [InlineData("variable")]
    public void Read_PasswordWhereNobodyElseLooks_IsUsed(string where)
    {
        File.WriteAllText(_folder["password"], "s3cret:/@\n");
        string[] given =
            where switch { "file" => ["--mqtt-password-file", _folder["password"]], "input" => ["--mqtt-password-file", "-"], _ => [] };
        string? Environment(string name) => where == "variable" && name == "EDGE_RUNTIME_MQTT_PASSWORD" ? "s3cret:/@" : null;

        var options = Read(["--mqtt", "mqtts://glasses@broker.example", .. given], Environment).Value!;

        Assert.Equal(("glasses", "s3cret:/@"), options.Credentials);
        Assert.Equal(8883, options.Port);
        Assert.DoesNotContain("s3cret", options.ToString());
    }

    [Theory]
    [InlineData("--mqtt-password-file", "mqtt-password-unreadable")]
    [InlineData("--mqtt-authority", "mqtt-authority-unreadable")]
    public void Read_FileThatIsNotThere_IsNamed(string option, string code) =>
        Assert.Equal(code, Read(["--mqtt", "mqtts://broker.example", option, _folder["none"]]).Failure?.Code);

    [Fact]
    public void Read_AuthorityThatIsNoCertificate_IsNamed()
    {
        File.WriteAllText(_folder["authority"], "hello\n");

        Assert.Equal(
            "mqtt-authority-unreadable",
            Read(["--mqtt", "mqtts://broker.example", "--mqtt-authority", _folder["authority"]]).Failure?.Code);
    }

    [Theory]
    [InlineData("wss://broker.example:8884/mqtt", true)]
    [InlineData("ws://127.0.0.1:9001", true)]
    [InlineData("ws://broker.example", false)]
    [InlineData("https://broker.example", false)]
    [InlineData("wss://user:word@broker.example", false)]
    public void Read_AddressForPages_IsSecureOrOnThisMachine(string address, bool isFine) =>
        Assert.Equal(isFine, _command.Parse(["--mqtt", "mqtts://broker.example", "--mqtt-pages", address]).Errors.Count == 0);

    [Fact]
    public void Read_OptionsBesideTheBrokerInTheGlasses_AreRefused() =>
        Assert.Contains(
            "--mqtt-pages",
            Assert.Single(_command.Parse(["--mqtt", "127.0.0.1:0", "--mqtt-pages", "wss://broker.example"]).Errors).Message);

    [Fact]
    public void Read_OptionsWithoutABroker_AreRefused() => Assert.Contains(
        "--mqtt-pages belongs to a broker elsewhere", Read(["--mqtt-pages", "wss://broker.example"]).Failure!.Message);

    [Fact]
    public void Read_BrokerThatIsSet_IsUsedUnlessAnotherIsGiven()
    {
        File.WriteAllText(_folder["password"], "kept\n");
        var places = new PlaceOptions
        {
            Broker = "mqtts://glasses@broker.example",
            BrokerPasswordFile = _folder["password"],
            BrokerForPages = "wss://broker.example/mqtt",
            BrokerTimeout = TimeSpan.FromSeconds(7),
        };

        var set = Read([], places: places).Value!;
        var over = Read(["--mqtt-pages", "wss://other.example/mqtt"], places: places).Value!;

        Assert.Equal(("glasses", "kept"), set.Credentials);
        Assert.Equal("wss://broker.example/mqtt", set.ForPages!.ToString());
        Assert.Equal(TimeSpan.FromSeconds(7), set.Timeout);
        Assert.Equal("wss://other.example/mqtt", over.ForPages!.ToString());
        Assert.Null(Read(["--mqtt", "127.0.0.1:1883"], places: places).Value);
    }

    private Outcome<ForeignBrokerOptions?> Read(
        string[] line, Func<string, string?>? environment = null, PlaceOptions? places = null)
    {
        var parsed = _command.Parse(line);
        Assert.Empty(parsed.Errors);
        return _options.Read(
            parsed, MqttOption.Read(parsed, _mqtt, new DeviceSettings { Places = places ?? new() }), places ?? new(),
            environment ?? (_ => null), new StringReader("s3cret:/@\n"));
    }
}

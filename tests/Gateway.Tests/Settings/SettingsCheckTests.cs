using EdgeRuntime.Gateway.Hosting;
using EdgeRuntime.Gateway.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Settings;

public sealed class SettingsCheckTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(
        """{"Ledger":{"Prices":[{"Model":"scripted","InputPerMillionToken":0.15,"InputPerMillionTokens":1,"OutputPerMillionTokens":1}]}}""",
        "Gateway:Ledger:Prices:0:InputPerMillionToken is '0.15'", "did you mean Gateway:Ledger:Prices:0:InputPerMillionTokens?")]
    [InlineData(
        """{"Ledger":{"Prices":[{"Model":"scripted","InputPerMillionTokens":"NaN","OutputPerMillionTokens":1}]}}""",
        "Gateway:Ledger:Prices:0:InputPerMillionTokens is 'NaN'", "a number with a decimal point")]
    [InlineData(
        """{"Ledger":{"Prices":[{"Model":"scripted","InputPerMillionTokens":"1,5","OutputPerMillionTokens":1}]}}""",
        "Gateway:Ledger:Prices:0:InputPerMillionTokens is '1,5'", "a number with a decimal point")]
    [InlineData("""{"Guardrail":{"MostTextBytes":1}}""", "Gateway:Guardrail", "did you mean Gateway:Guardrails?")]
    [InlineData(
        """{"Upstreams":{"Servers":[{"Privat":true}]}}""",
        "Gateway:Upstreams:Servers:0:Privat is 'True'", "did you mean Gateway:Upstreams:Servers:0:Private?")]
    [InlineData("""{"Upstreams":{"Servers":[{"Private":"yes"}]}}""", "Gateway:Upstreams:Servers:0:Private is 'yes'", "give true or false")]
    [InlineData(
        """{"Upstreams":{"Models":[{"Chat":[{"Wieght":2}]}]}}""",
        "Gateway:Upstreams:Models:0:Chat:0:Wieght is '2'", "did you mean Gateway:Upstreams:Models:0:Chat:0:Weight?")]
    [InlineData("""{"Upstreams":{"Breaker":{"FailureRatio":"NaN"}}}""", "Gateway:Upstreams:Breaker:FailureRatio is 'NaN'", "a number")]
    [InlineData("""{"Upstreams":{"Servers":{"Name":"mine"}}}""", "Gateway:Upstreams:Servers:Name", "is a list")]
    [InlineData("""{"Upstreams":{"Servers":"mine"}}""", "Gateway:Upstreams:Servers is '…'", "it is a list")]
    [InlineData("""{"Store":"postgres"}""", "Gateway:Store is '…'", "it is a section with Url")]
    [InlineData("""{"Store":{"TransactionPol":true}}""", "Gateway:Store:TransactionPol is 'True'", "mean Gateway:Store:TransactionPool?")]
    [InlineData("""{"Store":{"Replica":"one"}}""", "Gateway:Store:Replica is 'one'", "did you mean Gateway:Sessions:Replica?")]
    [InlineData("""{"Store":{"Durability":"7"}}""", "Gateway:Store:Durability is '7'", "Process, Settlements or Everything")]
    [InlineData("""{"Store":{"MostConnections":"1e2"}}""", "Gateway:Store:MostConnections is '1e2'", "a whole number")]
    [InlineData("""{"Hosting":{"Listen":{"Address":"x"}}}""", "Gateway:Hosting:Listen:Address", "is one value, not a section")]
    [InlineData("""{"Hosting":{"Listen":null}}""", "Gateway:Hosting:Listen is null", "leave it out")]
    [InlineData("""{"Sessions":{"Rounds":null}}""", "Gateway:Sessions:Rounds is null", "leave it out")]
    [InlineData("""{"Sessions":{"Grace":30}}""", "Gateway:Sessions:Grace is '30'", "hh:mm:ss")]
    [InlineData("""{"Sessions":{"Grace":"0:5"}}""", "Gateway:Sessions:Grace is '0:5'", "hh:mm:ss, all three")]
    [InlineData("""{"Ledger":{"Prices":[null]}}""", "Gateway:Ledger:Prices:0 is empty", "give a section with Model, ")]
    [InlineData("""{"Upstreams":{"Servers":[null]}}""", "Gateway:Upstreams:Servers:0 is empty", "give a section with Name, ")]
    [InlineData("""{"Upstreams":{"Models":[null]}}""", "Gateway:Upstreams:Models:0 is empty", "or leave it out")]
    [InlineData(
        """{"Upstreams":{"Models":[{"Name":"scripted","Chat":[{}]}]}}""", "Gateway:Upstreams:Models:0:Chat:0 is empty", "with Server, ")]
    [InlineData(
        """{"Ledger":{"Prices":[{"Model":"","InputPerMillionTokens":1,"OutputPerMillionTokens":1}]},"Upstreams":"""
        + """{"Models":[{"Name":"small","Chat":[{"Server":"scripted"}]}]}}""",
        "Gateway:Upstreams:Models:0:Name is 'small'", "Gateway:Ledger:Prices, which has none.")]
    [InlineData("""{"History":{"Keep":"24:00:00"}}""", "Gateway:History:Keep is '24:00:00'", "1.00:00:00 for a day")]
    [InlineData("""{"Monitoring":{"LogLevel":"Loud"}}""", "Gateway:Monitoring:LogLevel is 'Loud'", "Debug, Information")]
    [InlineData("""{"Tenants":{"Remembr":"00:00:01"}}""", "Gateway:Tenants:Remembr is '00:00:01'", "mean Gateway:Tenants:Remember?")]
    [InlineData("""{"Admission":{"QueueLenght":1}}""", "Gateway:Admission:QueueLenght is '1'", "mean Gateway:Admission:QueueLength?")]
    [InlineData("""{"Currency":"EUR"}""", "Gateway:Currency is 'EUR'", "did you mean Gateway:Ledger:Currency?")]
    [InlineData("""{"Development":true}""", "Gateway:Development is 'True'", "there is no such setting")]
    [InlineData(
        """{"Ledger":{"Prices":[{"Model":"small","InputPerMillionTokens":1,"OutputPerMillionTokens":1}]}}""",
        "Gateway:Ledger:Prices:0:Model is 'small'", "name one of Gateway:Upstreams:Models")]
    [InlineData(
        """{"Upstreams":{"Models":[{"Name":"small","Chat":[{"Server":"scripted"}]}]}}""",
        "Gateway:Upstreams:Models:0:Name is 'small'", "there is no price for it")]
    [InlineData(
        """{"Sessions_Grace":"00:00:01"}""", "Gateway:Sessions_Grace is '00:00:01'",
        "did you mean Gateway:Sessions:Grace? In a variable two")]
    [InlineData(
        """{"Upstreams":{"Hedge_Dely":"00:00:01"}}""", "Gateway:Upstreams:Hedge_Dely is", "did you mean Gateway:Upstreams:Hedge:Delay?")]
    [InlineData(
        """{"Ledger":{"Prices":[{"Model":"small","InputPerMillionTokens":1,"OutputPerMillionTokens":1}]},"Upstreams":"""
        + """{"Models":[{"Name":"small","Chat":[{"Server":"scripted"}],"Transcribe":[{"Server":"scripted"}]}]}}""",
        "Gateway:Ledger:Prices:0:AudioPerSecond is not set", "give a price, 0 for nothing")]
    public void Load_WrongKeyOrValue_IsOneSentenceWithKeyValueAndNextStep(string json, string begins, string says)
    {
        var sentence = Assert.Single(Wrong($$"""{"Gateway":{{json}}}"""));

        Assert.StartsWith(begins, sentence, StringComparison.Ordinal);
        Assert.Contains(says, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', sentence);
    }

    [Theory]
    [InlineData("""{"Kestrel":{"Limits":{"MaxConcurrentConnections":1}}}""", "Kestrel", "Gateway:Hosting")]
    [InlineData("""{"Logging":{"LogLevel":{"Default":"Debug"}}}""", "Logging", "Gateway:Monitoring:LogLevel")]
    [InlineData("""{"AllowedHosts":"*"}""", "AllowedHosts is '*'", "every host name")]
    [InlineData("""{"urls":"http://+:80"}""", "urls is '…'", "Gateway:Hosting:Listen")]
    [InlineData("""{"OpenTelemetry":{"Endpoint":"http://x"}}""", "OpenTelemetry", "Gateway:Monitoring:OtlpEndpoint")]
    [InlineData("""{"OTEL_EXPORTER_OTLP_HEADERS":"a=b"}""", "OTEL_EXPORTER_OTLP_HEADERS", "Gateway:Monitoring:OtlpEndpoint")]
    [InlineData("""{"Sessions":{"Rounds":3}}""", "Sessions", "did you mean Gateway:Sessions?")]
    [InlineData("""{"Gatway":{"Sessions":{"Rounds":3}}}""", "Gatway", "did you mean Gateway?")]
    public void Load_SectionOfAnotherProgramOrPlace_IsRefusedByName(string json, string begins, string says)
    {
        var sentence = Assert.Single(Wrong(json));

        Assert.StartsWith(begins, sentence, StringComparison.Ordinal);
        Assert.Contains(says, sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Upstreams":{"Servers":[{"ApiKy":"hunter2"}]}}""")]
    [InlineData("""{"Upstreams":{"Servers":[{"BearerToken":"hunter2"}]}}""")]
    [InlineData("""{"Store":{"Ulr":"hunter2"}}""")]
    [InlineData("""{"Store":{"Database":"postgres://me:hunter2@db/gateway"}}""")]
    [InlineData("""{"Store":"Host=db;Password=hunter2"}""")]
    [InlineData("""{"Upstreams":"sk-hunter2"}""")]
    [InlineData("""{"Upstreams":{"Servers":["sk-hunter2"]}}""")]
    [InlineData("""{"Upstreams":{"Servers":[{"Bearer":"sk-hunter2"}]}}""")]
    [InlineData("""{"Upstreams_Servers":"sk-hunter2"}""")]
    [InlineData("""{"Upstreams_Servers_0":"sk-hunter2"}""")]
    [InlineData("""{"Store":{"Password":"hunter2"}}""")]
    public void Load_WrongKeyWithASecret_TheSecretIsNotSaid(string json) =>
        Assert.DoesNotContain("hunter2", Assert.Single(Wrong($$"""{"Gateway":{{json}}}""")));

    [Fact]
    public void Load_EmptyListsAndSections_AreNothingWrong() =>
        Assert.Empty(Wrong(
            """{"Gateway":{"Upstreams":{"Servers":[],"Hedge":{}},"Ledger":{"Prices":[]},"Store":{"Durability":"process"}}}"""));

    [Fact]
    public void Load_FolderInTheFile_IsRead()
    {
        var file = Write("""{"Gateway":{"DataFolder":"/var/lib/elsewhere"}}""");

        Assert.Equal("/var/lib/elsewhere", GatewayConfiguration.Load(file, dataFolder: null)["Gateway:DataFolder"]);
        Assert.Equal(_folder.FullName, GatewayConfiguration.Load(file, _folder.FullName)["Gateway:DataFolder"]);
    }

    // Three servers of which the third came from a variable that counts from 1.
    [Fact]
    public void Wrong_GapInAList_NamesTheEntryThatIsNotThere()
    {
        var sentence = Assert.Single(Check(("Gateway:Upstreams:Servers:0:Name", "a"), ("Gateway:Upstreams:Servers:2:ApiKey", "hunter2")));

        Assert.StartsWith("Gateway:Upstreams:Servers:2: Gateway:Upstreams:Servers is a list", sentence);
        Assert.EndsWith("it has no 1.", sentence);
    }

    [Fact]
    public void Wrong_DictionaryOfSections_IsHeldAgainstWhatItsEntriesAre()
    {
        var tree = SettingsTree.Read(typeof(Zoo), "Zoo");
        var wrong = Check(
            tree,
            ("Zoo:Animals:ape:Legs", "2"),
            ("Zoo:Animals:bee:Legs", "six"),
            ("Zoo:Animals:cat:Leg", "4"),
            ("Zoo:Doors:north", "open"),
            ("Zoo:Days:0", "Monday"));

        Assert.Equal(
            ["Zoo:Animals:bee:Legs is 'six': give a whole number without separators.",
             "Zoo:Animals:cat:Leg is '4': there is no such setting; did you mean Zoo:Animals:cat:Legs?",
             "Zoo:Doors:north is 'open': give true or false."],
            wrong);
    }

    private static IEnumerable<string> Check(params (string Key, string Value)[] settings) => Check(GatewaySettings.Tree, settings);

    private static IEnumerable<string> Check(SettingNode root, params (string Key, string Value)[] settings)
    {
        var values = settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));
        return new SettingsCheck(root, _ => "").Wrong(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }

    private IEnumerable<string> Wrong(string json)
    {
        try
        {
            GatewayConfiguration.Load(Write(json), _folder.FullName);
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Failures;
        }
    }

    private string Write(string json)
    {
        var file = Path.Combine(_folder.FullName, "edge-gateway.json");
        File.WriteAllText(file, json);
        return file;
    }

    private sealed class Zoo
    {
        public Dictionary<string, Animal> Animals { get; } = [];

        public IDictionary<string, bool> Doors { get; init; } = new Dictionary<string, bool>();

        public string[] Days { get; set; } = [];
    }

    private sealed record Animal
    {
        public int Legs { get; init; } = 4;
    }
}

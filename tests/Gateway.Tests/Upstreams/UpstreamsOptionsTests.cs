using EdgeRuntime.Gateway.Admission;
using EdgeRuntime.Gateway.Guardrails;
using EdgeRuntime.Gateway.Upstreams;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TestKit;

namespace Gateway.Tests.Upstreams;

public sealed class UpstreamsOptionsTests
{
    [Theory]
    [InlineData("Upstreams:Servers:0:Address", "ftp://x", "Gateway:Upstreams:Servers:0:Address is 'ftp://x'")]
    [InlineData("Upstreams:Servers:0:Name", "scripted", "Gateway:Upstreams:Servers:0:Name is 'scripted'")]
    [InlineData("Upstreams:Servers:0:MaxConcurrent", "0", "MaxConcurrent is '0'")]
    [InlineData("Upstreams:Servers:0:ApiKey", "sk-1\nsk-2", "Gateway:Upstreams:Servers:0:ApiKey is '…'")]
    [InlineData("Upstreams:Servers:0:ApiKey", "sk-ü", "Gateway:Upstreams:Servers:0:ApiKey is '…'")]
    [InlineData("Upstreams:Servers:0:ApiKeyHeader", "Content-Type", "ApiKeyHeader is 'Content-Type'")]
    [InlineData("Upstreams:Servers:0:ApiKeyHeader", "transfer-encoding", "ApiKeyHeader is 'transfer-encoding'")]
    [InlineData("Upstreams:Servers:0:ApiKeyHeader", "Host", "ApiKeyHeader is 'Host'")]
    [InlineData("Upstreams:Servers:0:ApiKeyHeader", "api key", "ApiKeyHeader is 'api key'")]
    [InlineData("Upstreams:PlaceWait", "00:02:00", "PlaceWait is '00:02:00'")]
    [InlineData("Upstreams:Models:0:Chat:0:Server", "other", "Server is 'other'")]
    [InlineData("Upstreams:Models:0:Chat:0:Weight", "0", "Weight is '0'")]
    [InlineData("Upstreams:Models:0:Chat:0:MaxTokensField", "", "MaxTokensField is ''")]
    [InlineData("Upstreams:Models:0:Chat:0:MaxTokensField", "messages", "MaxTokensField is 'messages'")]
    [InlineData("Upstreams:Models:0:Chat:0:InstructionTokens", "-1", "InstructionTokens is '-1'")]
    [InlineData("Upstreams:Models:0:Name", "", "Models:0:Name is ''")]
    [InlineData("Upstreams:Retries", "-1", "Retries is '-1'")]
    [InlineData("Upstreams:FirstTokenTimeout", "00:00:00", "FirstTokenTimeout is '00:00:00'")]
    [InlineData("Upstreams:Hedge:MostShare", "2", "Hedge:MostShare is '2'")]
    [InlineData("Upstreams:Breaker:MinimumAttempts", "1", "Breaker:MinimumAttempts is '1'")]
    [InlineData("Admission:MaxConcurrentTurns", "0", "Gateway:Admission:MaxConcurrentTurns is '0'")]
    [InlineData("Admission:MaxQueueWait", "01:00:00", "Gateway:Admission:MaxQueueWait is '01:00:00'")]
    [InlineData("Guardrails:Injection", "maybe", "Gateway:Guardrails:Injection is 'maybe'")]
    [InlineData("Guardrails:ModerationServer", "other", "Gateway:Guardrails:ModerationServer is 'other'")]
    [InlineData("Guardrails:MostFrameSide", "1", "Gateway:Guardrails:MostFrameSide is '1'")]
    public void Validate_WrongSetting_NamesKeyValueAndFix(string key, string value, string sentence)
    {
        using var services = Services((key, value));

        var error = Assert.Throws<OptionsValidationException>(() => (
            services.GetRequiredService<IOptions<UpstreamsOptions>>().Value,
            services.GetRequiredService<IOptions<AdmissionOptions>>().Value,
            services.GetRequiredService<IOptions<GuardrailsOptions>>().Value));

        Assert.Contains(sentence, error.Message);
        Assert.Matches(": (give|name) .*\\.", error.Message);
    }

    [Fact]
    public void Validate_WorkingSettings_AreBoundAndWired()
    {
        using var services = Services(("Upstreams:Servers:0:ApiKey", "secret"), ("Upstreams:Models:0:Chat:0:Weight", "3"));

        Assert.False(services.GetRequiredService<IModels>().IsScripted("a:b"));
        Assert.Equal(3, services.GetRequiredService<IOptions<UpstreamsOptions>>().Value.Models[0].Chat[0].Weight);
        Assert.NotNull(services.GetRequiredService<IAdmission>());
        Assert.NotNull(services.GetRequiredService<IGuardrails>());
    }

    [Fact]
    public void Validate_ExampleOfTheReadme_Works()
    {
        var readme = File.ReadAllText(Repository.PathOf("src/EdgeRuntime.Gateway/Upstreams/README.md"));
        var json = readme.Split("```json")[1].Split("```")[0];
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build();
        using var services = new ServiceCollection().AddLogging().AddUpstreams(configuration).BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<UpstreamsOptions>>().Value;

        Assert.Equal(2, options.Models.Single().Chat.Count);
        Assert.Equal(0.4, options.Hedge.Delay.TotalSeconds);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Gateway:Upstreams:Servers:0:Name"] = "one",
            ["Gateway:Upstreams:Servers:0:Address"] = "http://127.0.0.1:1/v1",
            ["Gateway:Upstreams:Models:0:Name"] = "a:b",
            ["Gateway:Upstreams:Models:0:Chat:0:Server"] = "one",
        };
        foreach (var (key, value) in settings)
        {
            all[$"Gateway:{key}"] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all).Build();
        return new ServiceCollection().AddLogging()
            .AddUpstreams(configuration).AddAdmission(configuration).AddGuardrails(configuration).BuildServiceProvider();
    }
}

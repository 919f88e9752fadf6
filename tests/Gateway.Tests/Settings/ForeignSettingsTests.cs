using EdgeRuntime.Gateway.Settings;

namespace Gateway.Tests.Settings;

public sealed class ForeignSettingsTests
{
    [Theory]
    [InlineData("ASPNETCORE_URLS", "set Gateway:Hosting:Listen.")]
    [InlineData("DOTNET_URLS", "set Gateway:Hosting:Listen.")]
    [InlineData("URLS", "set Gateway:Hosting:Listen.")]
    [InlineData("Kestrel__Endpoints__Http__Url", "the server is set in Gateway:Hosting.")]
    [InlineData("ASPNETCORE_Kestrel__Certificates__Default__Path", "the server is set in Gateway:Hosting.")]
    [InlineData("Logging__LogLevel__Default", "set Gateway:Monitoring:LogLevel and Gateway:Monitoring:LogFormat.")]
    [InlineData("ConnectionStrings__Store", "set Gateway:Store:Url.")]
    [InlineData("AllowedHosts", "the gateway serves every host name; take it away.")]
    [InlineData("Gateway__Sessions__Rounds", "write EDGE_GATEWAY_Sessions__Rounds.")]
    public void Refused_VariableOfAnotherProgramsSettings_SaysWhatToSetInstead(string variable, string says)
    {
        var sentence = Assert.Single(ForeignSettings.Refused(new Dictionary<string, string> { [variable] = "hunter2" }));

        Assert.Equal($"The environment variable {variable} is not read: {says}", sentence);
    }

    [Theory]
    [InlineData("ASPNETCORE_HTTP_PORTS", "set Gateway:Hosting:Listen.")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "set Gateway:Monitoring:OtlpEndpoint.")]
    public void NotRead_VariableThatImagesAndClustersSet_IsSaidAndRefusesNothing(string variable, string says)
    {
        var environment = new Dictionary<string, string> { [variable] = "x" };

        Assert.EndsWith(says, Assert.Single(ForeignSettings.NotRead(environment)), StringComparison.Ordinal);
        Assert.Empty(ForeignSettings.Refused(environment));
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("LOGGING")]
    [InlineData("KESTREL")]
    [InlineData("GATEWAY")]
    [InlineData("DOTNET_gcServer")]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("EDGE_GATEWAY_Sessions__Rounds")]
    public void Refused_AnyOtherVariable_IsNobodysSetting(string variable)
    {
        var environment = new Dictionary<string, string> { [variable] = "x" };

        Assert.Empty(ForeignSettings.Refused(environment).Concat(ForeignSettings.NotRead(environment)));
    }
}

using EdgeRuntime.Device.Monitoring;
using Microsoft.Extensions.Logging;

namespace Device.Tests.Monitoring;

public sealed class LogOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4317", false)]
    [InlineData("http://127.0.0.1:4318", true)]
    [InlineData("https://collector.example:4317", false)]
    public void Read_AnAddress_IsSpokenToByItsPort(string address, bool overHttp)
    {
        var options = LogOptions.Read(name => name == LogOptions.OtlpVariable ? address : null).Value!;

        Assert.Equal(new Uri(address), options.OtlpEndpoint);
        Assert.Equal(overHttp, options.OtlpOverHttp);
    }

    [Theory]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("Warning", LogLevel.Warning)]
    [InlineData("none", LogLevel.None)]
    public void Read_ALevel_IsLeast(string word, LogLevel level) =>
        Assert.Equal(level, LogOptions.Read(name => name == LogOptions.LevelVariable ? word : null).Value!.Level);

    [Theory]
    [InlineData(LogOptions.OtlpVariable, "collector")]
    [InlineData(LogOptions.OtlpVariable, "ftp://127.0.0.1:4317")]
    [InlineData(LogOptions.OtlpVariable, "http://user:password@127.0.0.1:4317")]
    [InlineData(LogOptions.LevelVariable, "loud")]
    [InlineData(LogOptions.LevelVariable, "7")]
    [InlineData(LogOptions.LevelVariable, "-1")]
    [InlineData(LogOptions.LevelVariable, "Debug,Error")]
    public void Read_Nonsense_IsAFailureThatNamesIt(string variable, string value)
    {
        var failure = LogOptions.Read(name => name == variable ? value : null).Failure!;

        Assert.Equal("log-options-wrong", failure.Code);
        Assert.Contains(variable, failure.Message);
        Assert.DoesNotContain("password", failure.Message);
    }

    [Fact]
    public void Read_TheEnvironment_StandsOverWhatIsSet()
    {
        var set = new LogOptions { Level = LogLevel.Error, Files = 7 };

        var options = LogOptions.Read(name => name == LogOptions.LevelVariable ? "debug" : null, set).Value!;

        Assert.Equal((LogLevel.Debug, 7), (options.Level, options.Files));
        Assert.Equal(set, LogOptions.Read(_ => null, set).Value);
    }

    [Fact]
    public void Validate_WhatIsBuiltIn_IsSound() => Assert.Null(new LogOptions().Validate());
}

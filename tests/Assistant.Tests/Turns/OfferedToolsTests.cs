using Assistant.Tests.Tools;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Turns;
using static Assistant.Tests.Tools.Bench;

namespace Assistant.Tests.Turns;

public sealed class OfferedToolsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task RunAsync_OneTimerOfTwo_IsForTheAnswererToChoose()
    {
        await _bench.SayAsync("SetTimer", ("duration", Seconds(300)));
        await _bench.SayAsync("SetTimer", ("duration", Seconds(600)));

        Assert.Equal("answer-needed", await CallAsync("CancelTimer", "{}"));
        Assert.Equal("I cancelled your 5 minute timer.", await CallAsync("CancelTimer", """{"duration": 300}"""));
        Assert.Single(_bench.State.Current.Schedule);
        Assert.Null(_bench.State.Current.Asked);
    }

    [Fact]
    public async Task RunAsync_EveryTimer_CancelsThemAll()
    {
        await _bench.SayAsync("SetTimer", ("duration", Seconds(300)));
        await _bench.SayAsync("SetTimer", ("duration", Seconds(600)));

        Assert.Equal("I cancelled two timers.", await CallAsync("CancelTimer", """{"every": "all"}"""));
    }

    [Theory]
    [InlineData("05:00", "Alarm set tomorrow at 5 AM.")]
    [InlineData("17:30", "Alarm set at 5:30 PM.")]
    public async Task RunAsync_TimeOfAModel_IsWhatItSays(string time, string answer) =>
        Assert.Equal(answer, await CallAsync("SetAlarm", $$"""{"time": "{{time}}"}"""));

    [Fact]
    public async Task RunAsync_NothingOfAnAlarm_IsAnArgumentMissing() =>
        Assert.Equal("tool-argument-missing", await CallAsync("SetAlarm", "{}"));

    [Fact]
    public void Of_WhatOnlyAWearerSays_IsNotOffered()
    {
        Assert.Contains("\"day\"", ToolSchema.Write(_bench.Tools.SpecOf("SetAlarm")!));
        Assert.DoesNotContain("\"part\"", ToolSchema.Write(_bench.Tools.SpecOf("SetAlarm")!));
        Assert.DoesNotContain("\"entry\"", ToolSchema.Write(_bench.Tools.SpecOf("CancelTimer")!));
    }

    [Fact]
    public async Task FactoryReset_AskedForByAnAnswerer_IsNeitherOfferedNorBegun()
    {
        var tools = new OfferedTools(_bench.Tools, _bench.State);

        Assert.DoesNotContain("FactoryReset", tools.Offered.Select(spec => spec.Name));
        Assert.Equal("tool-unknown", await CallAsync("FactoryReset", "{}"));
    }

    private async Task<string> CallAsync(string tool, string arguments)
    {
        var outcome = await new OfferedTools(_bench.Tools, _bench.State)
            .RunAsync(new ToolRequest("1", tool, arguments), CancellationToken.None);
        return outcome.TryGet(out var result, out var failure) ? result.Answer : failure.Code;
    }
}

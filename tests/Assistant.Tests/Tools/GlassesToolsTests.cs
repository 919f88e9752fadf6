using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Seeing;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Tools.Scheduling;
using TestKit;
using static Assistant.Tests.Tools.Bench;

namespace Assistant.Tests.Tools;

public sealed class GlassesToolsTests
{
    private const string Context = "models/contexts/glasses.yaml";

    [FixtureFact(Context)]
    public void Create_EveryIntentOfTheContext_HasATool()
    {
        var tools = new Bench().Tools;

        var understood = Graph().Actions.Where(action => action.Kind == GraphActionKind.IntentEnd)
            .Select(action => action.Name).Distinct().Order();
        var served = tools.Specs.Select(spec => spec.Name).Concat(tools.CloudTasks.Select(task => task.Name)).Order();

        Assert.Equal(understood, served);
    }

    [FixtureFact(Context)]
    public async Task RunAsync_HundredsOfSampledSentences_NeverMeetsAWrongArgument()
    {
        var sampler = new ContextSampler(Graph(), seed: 7);
        for (var i = 0; i < 1000; i++)
        {
            var sample = sampler.Next();
            var bench = new Bench();
            if (bench.Tools.ClassOf(sample.Meaning.Intent) != TaskClass.Device || bench.Tools.NeedsDictation(sample.Meaning))
            {
                continue;
            }

            if (bench.Tools.QuestionOf(sample.Meaning.Intent, sample.Meaning.Slots, bench.State.Current.Settings) is not null)
            {
                continue; // the wearer is asked first
            }

            var outcome = await bench.Tools.RunAsync(
                sample.Meaning.Intent, sample.Meaning.Slots, bench.State.Current.Settings, CancellationToken.None);

            Assert.DoesNotMatch("tool-argument-(missing|unknown|type)|tool-unknown", $"{outcome.Failure?.Code} {sample.Text}");
        }
    }

    [Fact]
    public async Task FactoryReset_NoButton_SaysWhatToDoInstead()
    {
        var outcome = await new Bench().TryAsync("FactoryReset");

        Assert.Equal(("reset-no-button", "Run in a terminal: edge-runtime reset"), (outcome.Failure?.Code, outcome.Failure?.Next));
    }

    [Fact]
    public async Task FactoryReset_ByVoice_OnlyBeginsItAndSaysWhatTheHandHasToDo()
    {
        var bench = new Bench();
        var (begun, before) = (0, bench.State.Current);
        var ports = new GlassesPorts(bench.State, bench.Hardware.Parts, bench.Hardware, bench.Time)
        {
            BeginReset = () => $"Hold the button. {++begun}",
        };

        var outcome = await GlassesTools.Create(ports).RunAsync(
            "FactoryReset", new Dictionary<string, SlotValue>(), bench.State.Current.Settings, CancellationToken.None);

        Assert.Equal("Hold the button. 1", outcome.Value?.Answer);
        Assert.Same(before, bench.State.Current);
    }

    [Fact]
    public async Task GetTime_Afternoon_IsWorded() => Assert.Equal("It's 5:15 PM.", await new Bench().SayAsync("GetTime"));

    [Fact]
    public async Task GetDate_Sunday_IsWorded() => Assert.Equal("It's Sunday, November 22nd.", await new Bench().SayAsync("GetDate"));

    [Theory]
    [InlineData(80, false, "The battery is at 80 percent.")]
    [InlineData(80, true, "The battery is at 80 percent and charging.")]
    [InlineData(9, false, "The battery is at 9 percent. It's time to charge.")]
    public async Task GetBattery_Level_IsWorded(int percent, bool charging, string answer)
    {
        var bench = new Bench();
        bench.Hardware.Power = new PowerReading(percent, charging);

        Assert.Equal(answer, await bench.SayAsync("GetBattery"));
    }

    [Theory]
    [InlineData("TakePhoto", "Photo taken with the simulated camera.")]
    [InlineData("PlayMedia", "Playing track 3, on the simulated player.")]
    [InlineData("FindPhone", "The simulated phone is ringing.")]
    [InlineData("GetBattery", "The simulated battery is at 80 percent.")]
    public async Task RunAsync_SimulatedHardware_SaysSo(string intent, string answer)
    {
        var outcome = await new Bench(simulated: true).TryAsync(intent);

        Assert.Equal(answer, outcome.Value!.Answer);
        Assert.True(outcome.Value.Simulated);
    }

    [Fact]
    public async Task PlayMedia_Playlist_AsksThePlayerForIt()
    {
        var bench = new Bench();

        Assert.Equal("Playing Running.", await bench.SayAsync("PlayMedia", ("playlist", Entry("Running"))));

        Assert.Equal(["play Running"], bench.Hardware.Asked);
    }

    [Fact]
    public async Task Call_Contact_AsksThePhone()
    {
        var bench = new Bench();

        Assert.Equal("Calling Anna.", await bench.SayAsync("Call", ("contact", Entry("Anna"))));
        Assert.Equal(["Call Anna"], bench.Hardware.Asked);
    }

    [Fact]
    public async Task ReadMessages_Two_ReadsBoth()
    {
        var bench = new Bench();
        bench.Hardware.Inbox.AddRange([new PhoneMessage("Anna", "See you at five."), new PhoneMessage("Ben", "Okay")]);

        Assert.Equal("You have two new messages. Anna: See you at five. Ben: Okay.", await bench.SayAsync("ReadMessages"));
    }

    [Fact]
    public async Task Stop_WhileAnAlarmRings_EndsIt()
    {
        var bench = new Bench();
        bench.State.Current = ScheduleChanges.Ring(
            ScheduleChanges.Add(bench.State.Current, new ScheduledEntry(0, ScheduledKind.Alarm, bench.Time.GetUtcNow())), 1,
            bench.Time.GetUtcNow());

        Assert.Equal("Okay.", await bench.SayAsync("Stop"));
        Assert.Empty(bench.State.Current.Schedule);
    }

    [Fact]
    public async Task DoNotDisturbOn_ForAnHour_EndsByItself()
    {
        var bench = new Bench();
        await bench.SayAsync("DoNotDisturbOn", ("duration", Seconds(3600)));

        bench.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.True(new GlassesClock(bench.Time).IsQuiet(bench.State.Current.Settings));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(new GlassesClock(bench.Time).IsQuiet(bench.State.Current.Settings));
    }

    private static WordGraph Graph()
    {
        Assert.True(
            ContextFile.Load(Repository.PathOf("models", "contexts", "glasses.yaml")).TryGet(out var definition, out var unread),
            unread?.Message);
        Assert.True(ContextCompiler.Compile(definition, DynamicLists.None).TryGet(out var graph, out var uncompiled), uncompiled?.Message);
        return graph;
    }
}

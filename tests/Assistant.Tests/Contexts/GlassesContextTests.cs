using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace EdgeRuntime.Assistant.Tests.Contexts;

public sealed class GlassesContextTests
{
    private static readonly Lazy<WordGraph> Graph = new(() => ContextTestKit.CompileGlasses());

    [Theory]
    [InlineData("take a photo", "TakePhoto")]
    [InlineData("Could you please take a picture of this?", "TakePhoto")]
    [InlineData("take a photo in 10 seconds", "TakePhoto delay=10")]
    [InlineData("start recording", "StartVideo")]
    [InlineData("record a 30 second video", "StartVideo duration=30")]
    [InlineData("stop recording", "StopVideo")]
    [InlineData("set the volume to 50%", "SetVolume percent=50")]
    [InlineData("set volume to fifty five percent", "SetVolume percent=55")]
    [InlineData("volume 30", "SetVolume percent=30")]
    [InlineData("maximum volume", "SetVolume percent=100")]
    [InlineData("turn it up a bit", "VolumeUp")]
    [InlineData("turn the volume down by 20 %", "VolumeDown percent=20")]
    [InlineData("be quiet", "Mute")]
    [InlineData("unmute", "Unmute")]
    [InlineData("what's the volume?", "GetVolume")]
    [InlineData("set brightness to a hundred", "SetBrightness percent=100")]
    [InlineData("brighter please", "BrightnessUp")]
    [InlineData("dim the display", "BrightnessDown")]
    [InlineData("set a timer for half an hour", "SetTimer duration=1800")]
    [InlineData("set a timer for 1h30", "SetTimer duration=5400")]
    [InlineData("start a ten minute timer", "SetTimer duration=600")]
    [InlineData("cancel the timer", "CancelTimer")]
    [InlineData("how much time is left on my timer", "TimerRemaining")]
    [InlineData("set an alarm for 7:30 am tomorrow", "SetAlarm day=tomorrow time=07:30")]
    [InlineData("wake me up at half past six on monday", "SetAlarm day=monday time=06:30")]
    [InlineData("cancel my 7 pm alarm", "CancelAlarm time=19:00")]
    [InlineData("do i have any alarms", "ListAlarms")]
    [InlineData("snooze", "Snooze")]
    [InlineData("snooze the alarm please", "Snooze")]
    [InlineData("snooze for ten minutes", "Snooze duration=600")]
    [InlineData("what time is it", "GetTime")]
    [InlineData("whats the date today", "GetDate")]
    [InlineData("how much battery do i have left", "GetBattery")]
    [InlineData("play some music", "PlayMedia")]
    [InlineData("please play my workout playlist", "PlayMedia playlist=Workout")]
    [InlineData("put on the playlist favorites", "PlayMedia playlist=Favourites")]
    [InlineData("pause the music", "PauseMedia")]
    [InlineData("next song", "NextTrack")]
    [InlineData("play the previous track", "PreviousTrack")]
    [InlineData("call mum", "Call contact=Mom")]
    [InlineData("Call Emma Wilson", "Call contact=Emma Wilson")]
    [InlineData("answer the call", "AnswerCall")]
    [InlineData("decline the call", "RejectCall")]
    [InlineData("hang up", "HangUp")]
    [InlineData("send a message to Anna", "SendMessage contact=Anna")]
    [InlineData("text Ben saying I'll be 5 min late!", "SendMessage contact=Ben message=I'll be 5 min late")]
    [InlineData("read my messages", "ReadMessages")]
    [InlineData("take a note", "TakeNote")]
    [InlineData("note that the key is under the mat", "TakeNote note=the key is under the mat")]
    [InlineData("read my notes", "ReadNotes")]
    [InlineData("delete all my notes", "DeleteNotes")]
    [InlineData("remind me to call the bank at 3 pm", "SetReminder reminder=call the bank time=15:00")]
    [InlineData("remind me in 20 minutes to take the pizza out", "SetReminder duration=1200 reminder=take the pizza out")]
    [InlineData("what are my reminders", "ReadReminders")]
    [InlineData("turn on do not disturb", "DoNotDisturbOn")]
    [InlineData("don't disturb me for an hour and a half", "DoNotDisturbOn duration=5400")]
    [InlineData("turn off quiet mode", "DoNotDisturbOff")]
    [InlineData("read this to me", "ReadThis")]
    [InlineData("scan this code", "ScanThis")]
    [InlineData("what am I looking at?", "DescribeView")]
    [InlineData("translate this into Spanish", "Translate language=Spanish")]
    [InlineData("translate this from german to english", "Translate language=English source_language=German")]
    [InlineData("take me home", "Navigate place=home")]
    [InlineData("navigate to the nearest train station", "Navigate place=train station")]
    [InlineData("navigate to 10 Downing Street", "Navigate destination=10 Downing Street")]
    [InlineData("stop navigation", "StopNavigation")]
    [InlineData("where is my phone", "FindPhone")]
    [InlineData("factory reset", "FactoryReset")]
    [InlineData("reset the glasses to factory settings", "FactoryReset")]
    [InlineData("please reset my glasses to their factory defaults", "FactoryReset")]
    [InlineData("Can you restore the factory settings?", "FactoryReset")]
    [InlineData("go back to factory settings", "FactoryReset")]
    [InlineData("reset these glasses", "FactoryReset")]
    [InlineData("do a factory reset", "FactoryReset")]
    [InlineData("erase everything", "FactoryReset")]
    [InlineData("erase everything you know about me", "FactoryReset")]
    [InlineData("delete everything on the glasses", "FactoryReset")]
    [InlineData("delete all my data", "FactoryReset")]
    [InlineData("wipe the glasses clean", "FactoryReset")]
    [InlineData("wipe my glasses", "FactoryReset")]
    [InlineData("reset everything", "FactoryReset")]
    [InlineData("say that again", "Repeat")]
    [InlineData("never mind", "Stop")]
    [InlineData("undo that", "Undo")]
    [InlineData("what can you do", "Help")]
    [InlineData("good morning", "Hello")]
    [InlineData("thank you very much", "Thanks")]
    [InlineData("bye bye", "Goodbye")]
    [InlineData("yes please", "Yes")]
    [InlineData("no thanks", "No")]
    public void Match_EverydayCommand_IsUnderstood(string text, string meaning) =>
        Assert.Equal(meaning, Graph.Value.Say(text));

    [Theory]
    [InlineData("the quick brown fox jumps over the lazy dog")]
    [InlineData("set the volume to one hundred and ten percent")]
    [InlineData("set the volume")]
    [InlineData("call nobody i know")]
    [InlineData("erase")]
    [InlineData("reset the volume")]
    public void Match_OtherText_IsRejected(string text) => Assert.Equal("-", Graph.Value.Say(text));

    [Fact]
    public void Compile_Glasses_IsSmallAndWarnsOfNothing()
    {
        var warnings = new List<ContextWarning>();
        var definition = ContextFile.Load(ContextTestKit.GlassesFile).Value!;

        var graph = ContextCompiler.Compile(definition, DynamicLists.None, new ContextCompilerOptions { Warnings = warnings }).Value!;

        var statistics = ContextStatistics.Count(graph);
        Assert.Empty(definition.Warnings.Concat(warnings));
        Assert.True(statistics.Intents >= 50, statistics.ToString());
        Assert.True(statistics is { Nodes: < 20_000, Arcs: < 60_000 }, statistics.ToString());
        Assert.True(statistics.Sentences > 1_000_000, statistics.ToString());
    }

    [Fact]
    public void Review_Glasses_FindsNoSentenceWithTwoMeanings()
    {
        var definition = ContextFile.Load(ContextTestKit.GlassesFile).Value!;

        Assert.Empty(ContextReview.Check(definition, Graph.Value).Select(warning => warning.Message));
    }

    [Fact]
    public void Sample_EveryIntent_IsReadBackTheSame()
    {
        var sampler = new ContextSampler(Graph.Value, 7);
        var matcher = new TextMatcher(Graph.Value);

        foreach (var intent in sampler.Intents)
        {
            for (var i = 0; i < 40; i++)
            {
                var sample = sampler.Next(intent);
                Assert.Equal(ContextTestKit.Show(sample.Meaning), ContextTestKit.Show(matcher.Match(sample.Text).Value!.Best));
            }
        }
    }
}

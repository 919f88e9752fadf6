using EdgeRuntime.Assistant.Tests.Contexts;

namespace Assistant.Tests.Turns;

/// <summary>What typed sentences mean, questions that they raise, and what is not for the device.</summary>
public sealed class TypedWishesTests
{
    [Theory]
    [InlineData("set an alarm for eight am", "SetAlarm time=08:00")]
    [InlineData("put the alarm on for eight am", "SetAlarm time=08:00")]
    [InlineData("set an alarm for half past eight pm", "SetAlarm time=20:30")]
    [InlineData("set an alarm for eight thirty am", "SetAlarm time=08:30")]
    [InlineData("set an alarm for twenty past six a.m.", "SetAlarm time=06:20")]
    [InlineData("wake me at seven o clock", "SetAlarm time=07:00")]
    [InlineData("wake me at 7 oclock am", "SetAlarm time=07:00")]
    [InlineData("wake me at seven oclock in the evening", "SetAlarm time=19:00")]
    [InlineData("set a timer for ten mins", "SetTimer duration=600")]
    [InlineData("set a timer for two hrs", "SetTimer duration=7200")]
    [InlineData("set a timer for forty five secs", "SetTimer duration=45")]
    [InlineData("set an alarm for five minutes from now", "SetTimer duration=300")]
    [InlineData("phone my dad", "Call contact=Dad")]
    [InlineData("call my mom please", "Call contact=Mom")]
    [InlineData("i want to talk to my wife", "Call contact=Partner")]
    [InlineData("make a call to my anna", "Call contact=Anna")]
    [InlineData("send a message to my dad", "SendMessage contact=Dad")]
    [InlineData("text my mum saying I'm late", "SendMessage contact=Mom message=I'm late")]
    [InlineData("message dad on my way", "SendMessage contact=Dad message=on my way")]
    [InlineData("text ben I'll be 5 min late", "SendMessage contact=Ben message=I'll be 5 min late")]
    [InlineData("text my dad where are you", "SendMessage contact=Dad message=where are you")]
    [InlineData("message mom happy birthday", "SendMessage contact=Mom message=happy birthday")]
    [InlineData("text anna yes", "SendMessage contact=Anna message=yes")]
    [InlineData("send a text to mom saying i'm on my way", "SendMessage contact=Mom message=i'm on my way")]
    [InlineData("text ben please", "SendMessage contact=Ben")]
    [InlineData("remind me to feed the cat at eleven am", "SetReminder reminder=feed the cat time=11:00")]
    [InlineData("remind me at eleven am to feed the cat", "SetReminder reminder=feed the cat time=11:00")]
    [InlineData("at eleven am remind me to feed the cat", "SetReminder reminder=feed the cat time=11:00")]
    [InlineData("tomorrow at eleven please remind me to feed the cat", "SetReminder day=tomorrow reminder=feed the cat time=11:00")]
    [InlineData("remind me to feed the cat tomorrow", "SetReminder day=tomorrow reminder=feed the cat")]
    [InlineData("tomorrow remind me to feed the cat", "SetReminder day=tomorrow reminder=feed the cat")]
    [InlineData("remind me to feed the cat in ten minutes", "SetReminder duration=600 reminder=feed the cat")]
    [InlineData("in ten minutes remind me to feed the cat", "SetReminder duration=600 reminder=feed the cat")]
    [InlineData("remind me to feed the cat on monday", "SetReminder day=monday reminder=feed the cat")]
    [InlineData("remind me on monday at nine to feed the cat", "SetReminder day=monday reminder=feed the cat time=09:00")]
    [InlineData(
        "remind me to feed the cat at five tomorrow afternoon", "SetReminder day=tomorrow part=afternoon reminder=feed the cat time=05:00")]
    [InlineData("remind me to feed the cat tomorrow at half past five", "SetReminder day=tomorrow reminder=feed the cat time=05:30")]
    [InlineData("remind me to feed the cat this evening", "SetReminder day=tonight reminder=feed the cat")]
    [InlineData("set a reminder to feed the cat at eleven am", "SetReminder reminder=feed the cat time=11:00")]
    [InlineData("set a reminder for eleven am to feed the cat", "SetReminder reminder=feed the cat time=11:00")]
    [InlineData("don't let me forget to feed the cat at eleven am", "SetReminder reminder=feed the cat time=11:00")]
    [InlineData("remind me to say good morning", "SetReminder reminder=say good morning")]
    [InlineData("remind me to be at home", "SetReminder reminder=be at home")]
    [InlineData("write down I parked on level two", "TakeNote note=I parked on level two")]
    [InlineData("write down the gate is B12", "TakeNote note=the gate is B12")]
    [InlineData("write down that news from spain is good", "TakeNote note=news from spain is good")]
    [InlineData("note down milk and eggs", "TakeNote note=milk and eggs")]
    [InlineData("cancel the five minute timer", "CancelTimer duration=300")]
    [InlineData("cancel both timers", "CancelTimer")]
    [InlineData("message peter my address", "-")]
    [InlineData("message dad my address", "-")]
    [InlineData("text ben the directions", "-")]
    [InlineData("write down news from spain", "-")]
    [InlineData("write down appointment for tomorrow on my calendar", "-")]
    [InlineData("write down the news of today", "-")]
    [InlineData("write down my shopping list", "-")]
    [InlineData("write down the results of the match", "-")]
    [InlineData("write down my flight is at nine", "TakeNote note=my flight is at nine")]
    [InlineData("write down this is the last bus", "TakeNote note=this is the last bus")]
    [InlineData("note to self call the bank", "TakeNote note=call the bank")]
    [InlineData("note to myself that the oven is on", "TakeNote note=the oven is on")]
    [InlineData("note to self", "TakeNote")]
    [InlineData("navigate to the airport and call mom", "-")]
    [InlineData("navigate to hill road then take a photo", "-")]
    [InlineData("take me to the old mill and set a timer for ten minutes", "-")]
    [InlineData("navigate to the crown and anchor", "Navigate destination=the crown and anchor")]
    [InlineData("navigate to marks and spencer", "Navigate destination=marks and spencer")]
    [InlineData("text mom saying come home and call dad", "SendMessage contact=Mom message=come home and call dad")]
    [InlineData("remind me to go home and call mom", "SetReminder reminder=go home and call mom")]
    [InlineData("do not disturb for two hours", "DoNotDisturbOn duration=7200")]
    [InlineData("do not disturb until eight", "DoNotDisturbOn time=08:00")]
    [InlineData("enable quiet mode until half past ten", "DoNotDisturbOn time=10:30")]
    [InlineData("set a timer for an hour and a half and ten seconds", "SetTimer duration=5410")]
    [InlineData("set a timer for two hours and a quarter and one second", "SetTimer duration=8101")]
    [InlineData("wake me up in the morning", "SetAlarm part=morning")]
    [InlineData("wake me up tomorrow morning", "SetAlarm day=tomorrow part=morning")]
    [InlineData("set an alarm in the evening at eight", "SetAlarm part=evening time=08:00")]
    [InlineData("remind me to enjoy the morning", "SetReminder reminder=enjoy the morning")]
    [InlineData("remind me in the morning to water the plants", "SetReminder part=morning reminder=water the plants")]
    [InlineData("set the alarm clock for seven", "SetAlarm time=07:00")]
    [InlineData("put on the alarm clock for seven", "SetAlarm time=07:00")]
    [InlineData("reply to emma sounds good", "SendMessage contact=Emma Wilson message=sounds good")]
    [InlineData("set the volume to half", "SetVolume percent=50")]
    [InlineData("half brightness", "SetBrightness percent=50")]
    [InlineData("play road trip", "PlayMedia playlist=Road Trip")]
    [InlineData("play music", "PlayMedia")]
    [InlineData("wake me at six next monday", "SetAlarm day=monday time=06:00 week=next")]
    [InlineData("eight am", "-")]
    [InlineData("in the morning", "-")]
    [InlineData("the first one", "-")]
    [InlineData("ten minutes", "-")]
    [InlineData("my dad", "-")]
    [InlineData("am i late for one", "-")]
    public void Say_Sentence_MeansThis(string text, string meaning) => Assert.Equal(meaning, ContextTestKit.CompileGlasses().Say(text));

    [Theory]
    [InlineData("set an alarm", "For when?", "seven am", "Alarm set tomorrow at 7 AM.")]
    [InlineData("set an alarm", "For when?", "at half past six in the evening", "Alarm set at 6:30 PM.")]
    [InlineData("set an alarm", "For when?", "tomorrow at nine", "Alarm set tomorrow at 9 AM.")]
    [InlineData("set an alarm please", "For when?", "in ten minutes", "Alarm set at 1:10 PM.")]
    [InlineData("can you set an alarm for tomorrow", "For when?", "nine", "Alarm set tomorrow at 9 AM.")]
    [InlineData("set a timer", "For how long?", "five minutes", "Timer set for 5 minutes.")]
    [InlineData("start a timer", "For how long?", "for an hour and a half", "Timer set for 1 hour and 30 minutes.")]
    [InlineData("make a call", "Who should I call?", "my dad", "Calling Dad.")]
    [InlineData("wake me up in the morning", "For when?", "six", "Alarm set tomorrow at 6 AM.")]
    [InlineData("wake me up tomorrow morning", "For when?", "at half past five", "Alarm set tomorrow at 5:30 AM.")]
    public async Task Say_WishThatLacksSomething_IsAskedAndTheAnswerTaken(string wish, string question, string answer, string done)
    {
        var bench = new TypedBench("13:00");

        Assert.Equal($"? {question}", await bench.SayAsync(wish));
        Assert.Equal(done, await bench.SayAsync(answer));
        Assert.Equal("-", await bench.SayAsync(answer));
    }

    [Theory]
    [InlineData("ten", 10)]
    [InlineData("for twenty five", 25)]
    [InlineData("90", 90)]
    public async Task Say_BareNumberForALength_IsAskedWhetherItIsMinutes(string answer, int minutes)
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set a timer");

        Assert.StartsWith("? For ", await bench.SayAsync(answer));
        Assert.Empty(bench.Schedule);
        Assert.StartsWith("Timer set for ", await bench.SayAsync("yes"));
        Assert.Equal(TimeSpan.FromMinutes(minutes), Assert.Single(bench.Schedule).Length);
    }

    [Fact]
    public async Task Say_SecondsWhereMinutesWereAsked_AreTaken()
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set a timer");

        Assert.Equal("? For 10 minutes?", await bench.SayAsync("ten"));
        Assert.Equal("Timer set for 10 seconds.", await bench.SayAsync("ten seconds"));
    }

    [Fact]
    public async Task Say_DayAsAnAnswer_LeavesTheTimeToBeAsked()
    {
        var bench = new TypedBench("13:00");

        Assert.Equal("? For when?", await bench.SayAsync("set an alarm"));
        Assert.Equal("? For when?", await bench.SayAsync("tomorrow"));
        Assert.Equal("Alarm set tomorrow at 8 AM.", await bench.SayAsync("eight"));
    }

    [Fact]
    public async Task Say_YesToAChoice_IsAskedAgain()
    {
        var bench = new TypedBench("13:00");
        var question = await bench.SayAsync("set an alarm for five tomorrow");

        Assert.Equal(question, await bench.SayAsync("yes"));
        Assert.Equal("Alarm set tomorrow at 5 AM.", await bench.SayAsync("in the morning"));
    }

    [Fact]
    public async Task Say_NoToAQuestion_EndsIt()
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set an alarm");

        Assert.Equal("Okay.", await bench.SayAsync("no"));
        Assert.Equal("-", await bench.SayAsync("seven am"));
    }

    [Fact]
    public async Task Say_AnotherWishInsteadOfAnAnswer_IsThatWishAndEndsTheQuestion()
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set an alarm");

        Assert.Equal("It's 1 PM.", await bench.SayAsync("what time is it"));
        Assert.Equal("-", await bench.SayAsync("seven am"));
        Assert.Empty(bench.Schedule);
    }

    [Fact]
    public async Task Say_SomethingElseInsteadOfAnAnswer_LeavesTheQuestionOpen()
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set an alarm");

        Assert.Equal("-", await bench.SayAsync("the quick brown fox"));
        Assert.Equal("-", await bench.SayAsync("my dad"));
        Assert.Equal("Alarm set tomorrow at 7 AM.", await bench.SayAsync("seven am"));
    }

    [Fact]
    public async Task Say_AnswerAfterAMinute_IsNoAnswerAnyMore()
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set an alarm");
        bench.Wait(TimeSpan.FromSeconds(61));

        Assert.Equal("-", await bench.SayAsync("seven am"));
    }

    [Theory]
    [InlineData("the five minute one", "I cancelled your 5 minute timer.", "00:10:00")]
    [InlineData("ten minutes", "I cancelled your 10 minute timer.", "00:05:00")]
    [InlineData("the ten minute timer", "I cancelled your 10 minute timer.", "00:05:00")]
    [InlineData("the first one", "I cancelled your 5 minute timer.", "00:10:00")]
    [InlineData("second", "I cancelled your 10 minute timer.", "00:05:00")]
    [InlineData("the last one please", "I cancelled your 10 minute timer.", "00:05:00")]
    [InlineData("both", "I cancelled two timers.", "")]
    [InlineData("all of them", "I cancelled two timers.", "")]
    [InlineData("never mind", "Okay.", "00:05:00,00:10:00")]
    public async Task Say_CancelTheTimerOfTwo_AsksWhichAndTheAnswerWorks(string answer, string done, string left)
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set a timer for five minutes");
        await bench.SayAsync("set a timer for ten minutes");

        Assert.Equal("? Which one: the 5 minute timer or the 10 minute timer?", await bench.SayAsync("cancel the timer"));
        Assert.Equal(done, await bench.SayAsync(answer));
        Assert.Equal(left, string.Join(',', bench.Schedule.Select(timer => timer.Length.ToString())));
    }

    [Theory]
    [InlineData("cancel all timers")]
    [InlineData("cancel my timers")]
    [InlineData("cancel both timers")]
    public async Task Say_CancelTimers_CancelsThemAllUnasked(string text)
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set a timer for five minutes");
        await bench.SayAsync("set a timer for ten minutes");

        Assert.Equal("I cancelled two timers.", await bench.SayAsync(text));
    }

    [Fact]
    public async Task Say_CancelOneOfTwoTimersOfOneLength_NamesThemByWhatIsLeft()
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set a timer for five minutes");
        bench.Wait(TimeSpan.FromMinutes(1));
        await bench.SayAsync("set a timer for five minutes");

        Assert.Equal(
            "? Which one: the 5 minute timer with 4 minutes left or the 5 minute timer with 5 minutes left?",
            await bench.SayAsync("cancel the timer"));
        await bench.SayAsync("the second one");
        Assert.Equal(1, Assert.Single(bench.Schedule).Id);
    }

    [Theory]
    [InlineData("seven", "I cancelled your 7 PM alarm.")]
    [InlineData("the eight pm alarm", "I cancelled your 8 PM alarm.")]
    [InlineData("the first one", "I cancelled your 7 PM alarm.")]
    public async Task Say_CancelTheAlarmOfTwo_AsksWhichAndTheAnswerWorks(string answer, string done)
    {
        var bench = new TypedBench("13:00");
        await bench.SayAsync("set an alarm for seven pm");
        await bench.SayAsync("set an alarm for eight pm");

        Assert.Equal("? Which one: the 7 PM alarm or the 8 PM alarm?", await bench.SayAsync("cancel the alarm"));
        Assert.Equal(done, await bench.SayAsync(answer));
        Assert.Single(bench.Schedule);
    }
}

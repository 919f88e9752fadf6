using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Sentences;
using TestKit;

namespace Assistant.Tests.Understanding.FreeSentences;

public sealed class SentenceReaderTests
{
    private static readonly SlotGrammars Grammars =
        new(ContextFile.Load(Repository.PathOf("models", "contexts", "glasses.yaml")).Value!, DynamicLists.None);

    [Fact]
    public void Read_SureWishWithAValue_IsAcceptedWithTheValueOfTheGrammar()
    {
        var read = Read("might i trouble you for ten minutes on the clock", new()
        {
            Intents = { ["SetTimer"] = 0.99 },
            Slots = { ["duration"] = "ten minutes" },
        });

        Assert.Equal(RecognitionVerdict.Accepted, read.Verdict);
        Assert.Equal("SetTimer", read.Best!.Intent);
        Assert.Equal(600, read.Best.Slots["duration"].Number);
        Assert.Equal(SentenceKind.Wish, read.Sentence!.Kind);
    }

    [Fact]
    public void Read_SureWishWithoutItsValue_IsAcceptedWithoutIt() =>
        Assert.Empty(Read("time something for me", new() { Intents = { ["SetTimer"] = 0.99 } }).Best!.Slots);

    [Theory]
    [InlineData("make it a hundred and fifty loud", "percent", "a hundred and fifty", "SetVolume")]
    [InlineData("get me up at twenty seven o'clock", "when", "twenty seven o'clock", "SetAlarm")]
    [InlineData("call up zzyzx for me", "contact", "zzyzx", "Call")]
    public void Read_NeededValueThatNoGrammarReads_IsLeftForTheToolToAsk(string text, string label, string words, string intent)
    {
        var read = Read(text, new() { Intents = { [intent] = 0.999 }, Slots = { [label] = words } });

        Assert.Equal(RecognitionVerdict.Accepted, read.Verdict);
        Assert.Empty(read.Best!.Slots);
    }

    [Fact]
    public void Read_OtherValueThatNoGrammarReads_IsAskedAbout()
    {
        var read = Read("snap the view in a jiffy", new() { Intents = { ["TakePhoto"] = 0.999 }, Slots = { ["duration"] = "in a jiffy" } });

        Assert.Equal((RecognitionVerdict.Ask, 1), (read.Verdict, read.Sentence!.Unread));
    }

    [Theory]
    [InlineData("capture this until friday")]
    [InlineData("a picture at minus five")]
    [InlineData("pictures, 3 of them")]
    public void Read_ValueOutsideAllSlots_IsNeverPassedOver(string text) =>
        Assert.NotEqual(RecognitionVerdict.Accepted, Read(text, new() { Intents = { ["TakePhoto"] = 0.999 } }).Verdict);

    [Theory]
    [InlineData("don't ring ben up")]
    [InlineData("ring ben up? never")]
    public void Read_WordThatTakesBack_IsNegatedWhateverTheModelSays(string text)
    {
        var read = Read(text, new() { Intents = { ["Call"] = 0.999 }, Slots = { ["contact"] = "ben" } });

        Assert.Equal(RecognitionVerdict.Rejected, read.Verdict);
        Assert.Equal(SentenceKind.Negated, read.Sentence!.Kind);
    }

    [Fact]
    public void Read_NoInTheWordsOfAMessage_TakesNothingBack()
    {
        var read = Read("drop anna a line that i'm not coming", new()
        {
            Intents = { ["SendMessage"] = 0.999 },
            Slots = { ["contact"] = "anna", ["words"] = "i'm not coming" },
        });

        Assert.Equal(RecognitionVerdict.Accepted, read.Verdict);
        Assert.Equal("i'm not coming", read.Best!.Slots["message"].Text);
    }

    [Fact]
    public void Read_NoThatIsNatural_TakesNothingBack() => Assert.Equal(
        RecognitionVerdict.Accepted, Read("my phone is not where i left it", new() { Intents = { ["FindPhone"] = 0.999 } }).Verdict);

    [Theory]
    [InlineData("he asked for a picture")]
    [InlineData("somebody took pictures")]
    [InlineData("capture the")]
    [InlineData("<b>capture</b>")]
    public void Read_ToldBrokenOffOrOdd_IsNeverDoneUnasked(string text) =>
        Assert.Equal(RecognitionVerdict.Ask, Read(text, new() { Intents = { ["TakePhoto"] = 0.999 } }).Verdict);

    [Fact]
    public void Read_Between_IsAskedWithBothReadings()
    {
        var read = Read("ten on it", new() { Intents = { ["FindPhone"] = 0.6, ["Call"] = 0.35 } });

        Assert.Equal(RecognitionVerdict.Ask, read.Verdict);
        Assert.Equal(("FindPhone", "Call"), (read.Best!.Intent, read.RunnerUp!.Intent));
    }

    [Fact]
    public void Read_QuestionOfTheWorld_IsForElsewhere() => Assert.Equal(
        SentenceKind.Elsewhere, Read("who painted the mona lisa", new() { Intents = { ["-"] = 0.97 } }).Sentence!.Kind);

    [Fact]
    public void Read_TwoWishes_AreLeftUndone()
    {
        var read = Read("find my phone and call ben", new() { Intents = { ["FindPhone"] = 0.999 }, More = 0.9 });

        Assert.Equal((RecognitionVerdict.Rejected, SentenceKind.Several), (read.Verdict, read.Sentence!.Kind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345 !?")]
    [InlineData("😀😀")]
    [InlineData("привет")]
    public void Read_NoLettersOfEnglish_IsRejectedWithoutTheModel(string text)
    {
        var read = new SentenceReader(new NoModel(), ScriptedSentences.Settings, Grammars).Read(text);

        Assert.Equal((RecognitionVerdict.Rejected, null), (read.Verdict, read.Best));
    }

    private static Recognition Read(string text, ScriptedSentences model) =>
        new SentenceReader(model, ScriptedSentences.Settings, Grammars).Read(text);

    private sealed class NoModel : ISentenceModel
    {
        public SentenceOutput Run(string plain) => throw new InvalidOperationException("asked for nothing");

        public void Dispose()
        {
        }
    }
}

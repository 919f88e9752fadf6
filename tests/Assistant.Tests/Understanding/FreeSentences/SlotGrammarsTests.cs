using System.Globalization;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Understanding.Sentences;
using TestKit;

namespace Assistant.Tests.Understanding.FreeSentences;

public sealed class SlotGrammarsTests
{
    private static readonly string[] When = ["time", "day", "week", "part"];
    private readonly SlotGrammars _grammars = new(
        ContextFile.Load(Repository.PathOf("models", "contexts", "glasses.yaml")).Value!,
        DynamicLists.None.With("contact", ["Anna Berg", "Lloyd"]));

    [Theory]
    [InlineData("duration", "ten minutes", "delay", "delay=600")]
    [InlineData("duration", "in 2 hours", "duration", "duration=7200")]
    [InlineData("percent", "40 %", "percent", "percent=40")]
    [InlineData("percent", "to thirty", "percent", "percent=30")]
    [InlineData("contact", "anna berg", "contact", "contact=Anna Berg")]
    [InlineData("contact", "my friend lloyd", "contact", "contact=Lloyd")]
    [InlineData("language", "into German", "language", "language=German")]
    [InlineData("source", "from french", "source_language", "source_language=French")]
    [InlineData("playlist", "road trip", "playlist", "playlist=Road Trip")]
    public void Read_WordsOfASlot_GivesItsValue(string label, string words, string slot, string expected) =>
        Assert.Equal(expected, Text(_grammars.Read(label, words, [slot])));

    [Theory]
    [InlineData("7 am", "time=07:00")]
    [InlineData("tomorrow at half past six", "day=tomorrow, time=06:30")]
    [InlineData("at 7:15 pm on friday", "day=friday, time=19:15")]
    [InlineData("next monday", "day=monday, week=next")]
    public void Read_TimeAndDay_GivesBoth(string words, string expected) =>
        Assert.Equal(expected, Text(_grammars.Read("when", words, When)));

    [Theory]
    [InlineData("percent", "150 percent", "percent")]
    [InlineData("percent", "minus five", "percent")]
    [InlineData("duration", "a jiffy", "duration")]
    [InlineData("when", "february 30th", "time")]
    [InlineData("when", "tomorrow", "time")]
    [InlineData("contact", "Peter", "contact")]
    [InlineData("nonsense", "x", "y")]
    [InlineData("words", " .?! ", "message")]
    public void Read_WhatNoGrammarHolds_GivesNothing(string label, string words, string slot) =>
        Assert.Null(_grammars.Read(label, words, [slot]));

    [Fact]
    public void Read_FreeWords_AreKeptAsTyped() =>
        Assert.Equal("message=I'm LATE", Text(_grammars.Read("words", " I'm LATE.", ["message"])));

    [Theory]
    [InlineData("to the nearest bank", "place=bank")]
    [InlineData("Sesame Street 12", "destination=Sesame Street 12")]
    public void Read_Place_IsOneOfTheListOrFreeWords(string words, string expected) =>
        Assert.Equal(expected, Text(_grammars.Read("place", words, ["place", "destination"])));

    private static string Text(IReadOnlyDictionary<string, SlotValue>? slots) => string.Join(
        ", ",
        slots!.OrderBy(slot => slot.Key, StringComparer.Ordinal)
            .Select(slot => $"{slot.Key}={slot.Value.Text ?? slot.Value.Number?.ToString(CultureInfo.InvariantCulture)}"));
}

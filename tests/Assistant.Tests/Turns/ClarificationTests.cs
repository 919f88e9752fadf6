using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;

namespace Assistant.Tests.Turns;

public sealed class ClarificationTests
{
    private static readonly Recognition Question = TurnBench.Heard(
        RecognitionVerdict.Ask, TurnBench.Reading("First"), TurnBench.Reading("Second"));

    private readonly Clarification _clarification = new();

    [Fact]
    public void Resolve_Yes_IsTheFirstReading()
    {
        _clarification.Ask(Question);

        var wish = _clarification.Resolve(TurnBench.Understood("Yes"));

        Assert.Equal(("First", RecognitionVerdict.Accepted), (wish.Best!.Intent, wish.Verdict));
    }

    [Fact]
    public void Resolve_NoThenYes_IsTheSecondReading()
    {
        _clarification.Ask(Question);
        var again = _clarification.Resolve(TurnBench.Understood("No"));
        _clarification.Ask(again);

        var wish = _clarification.Resolve(TurnBench.Understood("Yes"));

        Assert.Equal(RecognitionVerdict.Ask, again.Verdict);
        Assert.Equal(("Second", RecognitionVerdict.Accepted), (wish.Best!.Intent, wish.Verdict));
    }

    [Fact]
    public void Resolve_AnotherWish_IsThatWish()
    {
        _clarification.Ask(Question);

        Assert.Equal("Mute", _clarification.Resolve(TurnBench.Understood("Mute")).Best!.Intent);
    }

    [Fact]
    public void Resolve_YesWithoutAQuestion_IsJustYes()
    {
        _clarification.Ask(Question);
        _clarification.Ask(TurnBench.Understood("Mute"));

        Assert.Equal("Yes", _clarification.Resolve(TurnBench.Understood("Yes")).Best!.Intent);
    }
}

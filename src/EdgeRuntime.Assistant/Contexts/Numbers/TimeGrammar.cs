using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>Everything that can be said for a time of day, as a part of a graph; read back by <see cref="SpokenTime"/>.</summary>
internal sealed class TimeGrammar(Phrases phrases, NumberGrammar numbers)
{
    private readonly ArcStore _store = phrases.Store;

    /// <summary>A time of day before a node.</summary>
    public int Build(int next)
    {
        var part = _store.Union(
            next, phrases.AnyOf(next, "a m", "p m", "in the morning", "in the afternoon", "in the evening", "at night"));
        var whole = phrases.AnyOf(next, "noon", "midday", "midnight", "twelve noon", "twelve midnight");
        return _store.Union(TwelveHours(part), Relative(part, next), TwentyFourHours(part, next), whole);
    }

    private int TwelveHours(int part)
    {
        var tail = _store.Union(part, phrases.Say("o'clock", part), Minutes(part));
        return _store.Union(Number(1, 12, tail), LeadingZero(part));
    }

    // "oh seven thirty", "zero thirty": the noughts of a digital clock.
    private int LeadingZero(int part)
    {
        var minutes = Minutes(part);
        var hour = Number(1, 9, minutes);
        return _store.Union(phrases.Say("oh", hour), phrases.Say("zero", hour), phrases.Say("zero", minutes));
    }

    // "07:00 pm" is written with the nought of 24 hours and read with the half of 12.
    private int TwentyFourHours(int part, int next)
    {
        var hundred = phrases.AnyOf(next, "hundred", "hundred hours");
        var late = _store.Union(Minutes(next), hundred, phrases.Say("o'clock", next));
        var early = Number(1, 9, phrases.AnyOf(part, "hundred", "hundred hours"));
        return _store.Union(Number(13, 23, late), phrases.Say("oh", early), phrases.Say("zero", early), phrases.Say("zero", hundred));
    }

    private int Minutes(int next)
    {
        var single = Number(1, 9, next);
        return _store.Union(Number(10, 59, next), phrases.Say("oh", single), phrases.Say("zero", single));
    }

    private int Relative(int part, int next)
    {
        var hour = _store.Union(
            Number(1, 12, _store.Union(part, phrases.Say("o'clock", part))),
            phrases.AnyOf(next, "noon", "midday", "midnight"));
        var past = phrases.AnyOf(hour, "past", "after");
        var to = phrases.AnyOf(hour, "to", "till", "before");
        var either = _store.Union(past, to);
        var counted = Number(1, 29, _store.Union(either, phrases.Say("minutes", either), phrases.Say("minute", either)));
        var half = _store.Union(phrases.Say("half past", hour), phrases.Say("half", Number(1, 12, part)));
        return _store.Union(phrases.AnyOf(either, "quarter", "a quarter"), counted, half);
    }

    private int Number(int from, int to, int next) => numbers.Build(new NumberRange(from, to), next);
}

using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>Everything that can be said for a length of time, as a part of a graph; read back by <see cref="SpokenDuration"/>.</summary>
internal sealed class DurationGrammar(Phrases phrases, NumberGrammar numbers)
{
    private readonly ArcStore _store = phrases.Store;

    /// <summary>A length of time from a second to weeks before a node.</summary>
    public int Build(int next)
    {
        var seconds = Counted("second", 999, next);
        var minutes = Minutes(next);
        var hours = Hours(next);
        var days = Counted("day", 99, _store.Union(next, AndMaybe(Counted("hour", 23, next))));
        var couples = phrases.AnyOf(next, "a couple of seconds", "a couple of minutes", "a couple of hours", "a couple of days");
        return _store.Union(seconds, minutes, hours, days, Counted("week", 52, next), couples);
    }

    private int Minutes(int next)
    {
        var tail = _store.Union(
            next, phrases.Say("and a half", next), AndMaybe(Counted("second", 59, next)), Number(10, 59, next));
        return _store.Union(Counted("minute", 999, tail), phrases.Say("half a minute", next), Parted("minutes", 99, next));
    }

    private int Hours(int next)
    {
        var seconds = Counted("second", 59, next);
        var minutes = Counted("minute", 59, _store.Union(next, AndMaybe(seconds)));

        // "An hour and a half and ten seconds": behind a part of an hour more is added only with "and".
        var more = _store.Union(next, phrases.Say("and", seconds));
        var parts = phrases.AnyOf(more, "and a half", "and a quarter", "and three quarters");
        var tail = _store.Union(next, parts, AndMaybe(minutes), Number(5, 59, next), AndMaybe(seconds));
        return _store.Union(Counted("hour", 99, tail), PartsOfHour(next), Parted("hours", 24, next));
    }

    private int PartsOfHour(int next) => phrases.AnyOf(
        next,
        "half an hour",
        "half hour",
        "a half hour",
        "a half an hour",
        "a quarter of an hour",
        "quarter of an hour",
        "a quarter hour",
        "quarter hour",
        "three quarters of an hour");

    /// <summary>"a minute", "one minute", "two minute", "two minutes" … before a node.</summary>
    private int Counted(string unit, int most, int next)
    {
        var one = phrases.Say(unit, next);
        var many = _store.Union(phrases.Say(unit + "s", next), one);
        var article = phrases.Say(unit == "hour" ? "an" : "a", one);
        return _store.Union(article, phrases.Say("one", one), Number(2, most, many));
    }

    /// <summary>"two and a half hours", "one point five hours" before a node.</summary>
    private int Parted(string units, int most, int next)
    {
        var unit = phrases.Say(units, next);
        var tenths = phrases.Say("point", phrases.AnyOf(unit, SpokenNumber.Small.AsSpan(1, 9)));
        var halves = phrases.Say("and a half", unit);
        return _store.Union(Number(1, most, _store.Union(halves, tenths)), phrases.Say("zero", tenths));
    }

    private int AndMaybe(int node) => _store.Union(node, phrases.Say("and", node));

    private int Number(int from, int to, int next) => numbers.Build(new NumberRange(from, to), next);
}

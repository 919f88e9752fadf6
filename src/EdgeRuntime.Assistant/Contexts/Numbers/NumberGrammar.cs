using EdgeRuntime.Assistant.Contexts.Graphs;

namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>Everything that can be said for the numbers of a range, and nothing else, as a part of a graph.</summary>
internal sealed class NumberGrammar(Phrases phrases)
{
    /// <summary>Widest range that may have steps larger than one; wider ones must be counted through.</summary>
    public const long WidestStepped = 10_000_000;

    private const int Dead = ArcStore.Dead;

    private readonly ArcStore _store = phrases.Store;
    private readonly Dictionary<int, int> _oneToNinetyNine = []; // node behind -> node before
    private NumberRange _range = NumberRange.AnyNumber;
    private HashSet<long>? _members; // where set, the only members of the range

    /// <summary>The numbers of a range before a node, "percent" after them where the range is of hundredths.</summary>
    public int Build(NumberRange range, int next)
    {
        var end = range.Kind == SlotKind.Percent ? phrases.Maybe("percent", next) : next;
        var whole = Whole(range, end);
        return range.Fraction == NumberFraction.None ? whole : _store.Union(whole, Parted(range, end));
    }

    // A whole number and a part of one: only where the part stays inside the bounds.
    private int Parted(NumberRange range, int end)
    {
        var half = phrases.AnyOf(end, "point five", "and a half");
        var parts = range.Fraction == NumberFraction.Halves ? half : _store.Union(half, AnyTenth(end));
        var parted = Whole(range with { To = range.To - 1 }, parts);
        return range.From <= 0 && range.To > 0 ? _store.Union(parted, phrases.AnyOf(end, "half", "a half")) : parted;
    }

    private int AnyTenth(int end)
    {
        var digits = phrases.AnyOf(end, SpokenNumber.Small.AsSpan(1, 9));
        return phrases.Say("point", digits);
    }

    private int Whole(NumberRange range, int next)
    {
        _range = range;
        if (range.To < range.From)
        {
            return Dead;
        }

        var positive = range.To >= 0 ? Positive(next) : Dead;
        if (range.From >= 0)
        {
            return positive;
        }

        // Below nought the mirrored range is said after "minus"; its members are those counted from the lower bound.
        _range = new NumberRange(Math.Max(1, -range.To), -range.From, range.Step) with { From = LowestMirrored(range) };
        var mirrored = _range.From <= _range.To ? Positive(next) : Dead;
        return _store.Union(positive, phrases.Say("minus", mirrored), phrases.Say("negative", mirrored));
    }

    private static long LowestMirrored(NumberRange range)
    {
        var lowest = Math.Max(1, -range.To);
        return lowest + ((-range.From - lowest) % range.Step);
    }

    private int Positive(int next)
    {
        var arcs = new List<WordArc>();
        if (Has(0))
        {
            _store.AddWays(arcs, phrases.Say("zero", next));
        }

        _store.AddWays(arcs, BelowThousand(0, next, isFirst: true));
        _store.AddWays(arcs, Scaled(1_000, "thousand", next));
        _store.AddWays(arcs, Scaled(1_000_000, "million", next));
        return _store.Node(arcs);
    }

    // "<k> thousand <rest>": the k whose rests are the same share one node.
    private int Scaled(long scale, string name, int next)
    {
        var byRest = new Dictionary<int, HashSet<long>>();
        var first = Math.Max(1, _range.From / scale);
        var last = Math.Min(999, _range.To / scale);
        var fullRest = int.MinValue;
        for (var k = first; k <= last; k++)
        {
            var isFull = _range.Step == 1 && _range.From <= k * scale && (k + 1) * scale - 1 <= _range.To;
            var rest = isFull && fullRest != int.MinValue ? fullRest : Rest(k * scale, scale, next);
            fullRest = isFull ? rest : fullRest;
            if (rest != Dead)
            {
                byRest.TryAdd(rest, []);
                byRest[rest].Add(k);
            }
        }

        return CountsBefore(name, byRest);
    }

    private int CountsBefore(string name, Dictionary<int, HashSet<long>> byRest)
    {
        var outer = _range;
        var arcs = new List<WordArc>();
        foreach (var (rest, counts) in byRest)
        {
            var said = phrases.Say(name, rest);
            _members = counts;
            _range = new NumberRange(1, 999);
            _store.AddWays(arcs, BelowThousand(0, said, isFirst: true));
            _store.AddWays(arcs, counts.Contains(1) ? phrases.Say("a", said) : Dead);
            _members = null;
        }

        _range = outer;
        return _store.Node(arcs);
    }

    private int Rest(long above, long scale, int next)
    {
        var arcs = new List<WordArc>();
        _store.AddWays(arcs, Has(above) ? next : Dead);
        if (scale == 1_000_000)
        {
            var outer = _range;
            _range = Shifted(above);
            _store.AddWays(arcs, _range.To < 1 ? Dead : Scaled(1_000, "thousand", next));
            _range = outer;
        }

        _store.AddWays(arcs, BelowThousand(above, next, isFirst: false));
        return _store.Node(arcs);
    }

    // The same range seen from a number above nought: bounds cut to what can follow.
    private NumberRange Shifted(long above)
    {
        var from = Math.Max(0, _range.From - above);
        var offset = Modulo(above + from - _range.From, _range.Step);
        var aligned = offset == 0 ? from : from + _range.Step - offset;
        return _range with { From = aligned, To = Math.Min(999_999, _range.To - above) };
    }

    private int BelowThousand(long above, int next, bool isFirst)
    {
        if (!Touches(above, above + 999))
        {
            return Dead;
        }

        var arcs = new List<WordArc>();
        var small = BelowHundred(above, next);
        _store.AddWays(arcs, small);
        _store.AddWays(arcs, isFirst ? Dead : phrases.Say("and", small));
        for (var hundreds = 1; hundreds <= 9; hundreds++)
        {
            AddHundreds(arcs, above, hundreds, next, isFirst);
        }

        return _store.Node(arcs);
    }

    private void AddHundreds(List<WordArc> arcs, long above, int hundreds, int next, bool isFirst)
    {
        var small = BelowHundred(above + (hundreds * 100), next);
        var rest = _store.Union(Has(above + (hundreds * 100)) ? next : Dead, small, phrases.Say("and", small));
        var said = phrases.Say("hundred", rest);
        _store.AddWays(arcs, phrases.Say(SpokenNumber.Small[hundreds], said));
        if (hundreds == 1 && isFirst)
        {
            _store.AddWays(arcs, phrases.Say("a", said));
            _store.AddWays(arcs, said);
        }
    }

    /// <summary>The members from <paramref name="above"/> + 1 to + 99.</summary>
    private int BelowHundred(long above, int next)
    {
        if (!Touches(above + 1, above + 99))
        {
            return Dead;
        }

        var isFull = _members is null && _range.Step == 1 && _range.From <= above + 1 && above + 99 <= _range.To;
        if (!isFull)
        {
            return SomeBelowHundred(above, next);
        }

        if (!_oneToNinetyNine.TryGetValue(next, out var node))
        {
            _oneToNinetyNine[next] = node = SomeBelowHundred(above, next);
        }

        return node;
    }

    private int SomeBelowHundred(long above, int next)
    {
        var arcs = new List<WordArc>();
        for (var n = 1; n < 20; n++)
        {
            _store.AddWays(arcs, Has(above + n) ? phrases.Say(SpokenNumber.Small[n], next) : Dead);
        }

        for (var tens = 2; tens <= 9; tens++)
        {
            _store.AddWays(arcs, phrases.Say(SpokenNumber.Tens[tens], Units(above + (tens * 10), next)));
        }

        return _store.Node(arcs);
    }

    private int Units(long above, int next)
    {
        var arcs = new List<WordArc>();
        _store.AddWays(arcs, Has(above) ? next : Dead);
        for (var unit = 1; unit <= 9; unit++)
        {
            _store.AddWays(arcs, Has(above + unit) ? phrases.Say(SpokenNumber.Small[unit], next) : Dead);
        }

        return _store.Node(arcs);
    }

    private bool Touches(long from, long to) => from <= _range.To && to >= _range.From;

    private bool Has(long number) =>
        number >= _range.From && number <= _range.To && (number - _range.From) % _range.Step == 0 && _members?.Contains(number) != false;

    private static long Modulo(long value, long by) => ((value % by) + by) % by;
}

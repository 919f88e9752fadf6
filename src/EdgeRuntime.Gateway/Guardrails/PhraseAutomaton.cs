namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Finds whole words and phrases in a stream of normalised characters (Aho and Corasick 1975). Built once, used by many threads.
/// Upper and lower case,
/// punctuation and the amount of space between words make no difference.</summary>
internal sealed class PhraseAutomaton
{
    private const int Root = 0;
    private const int MostPhraseChars = 128;
    private readonly List<Dictionary<char, int>> _next = [[]];
    private readonly List<int> _fail = [Root];
    private readonly List<int> _depth = [0];
    private readonly List<bool> _matches = [false];

    public PhraseAutomaton(IEnumerable<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            Add(phrase);
        }

        Connect();
        Start = Step(Root, ' ');
    }

    /// <summary>State before the first character: a boundary, as behind a space.</summary>
    public int Start { get; }

    /// <summary>Whether there is nothing to find.</summary>
    public bool IsEmpty => _depth.Count == 1;

    /// <summary>What a character counts as: lower-case letters and digits themselves, all others a space, and format characters (zero
    /// width) nothing.</summary>
    public static char? Normalise(char c) =>
        char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c)
        : c is '\u00ad' or (>= '\u200b' and <= '\u200f') or (>= '\u2060' and <= '\u2064') or '\ufeff' ? null
        : ' ';

    /// <summary>The state after another normalised character; a space must not follow a space.</summary>
    public int Step(int state, char c)
    {
        int next;
        while (!_next[state].TryGetValue(c, out next))
        {
            if (state == Root)
            {
                return Root;
            }

            state = _fail[state];
        }

        return next;
    }

    /// <summary>Whether a phrase ends here.</summary>
    public bool Matches(int state) => _matches[state];

    /// <summary>How many of the last normalised characters, without the boundary before them, can still become a phrase.</summary>
    public int Pending(int state) => Math.Max(0, _depth[state] - 1);

    private void Add(string phrase)
    {
        var words = new string([.. phrase.Select(Normalise).OfType<char>()]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var pattern = $" {string.Join(' ', words)} ";
        if (words.Length == 0 || pattern.Length > MostPhraseChars)
        {
            return;
        }

        var state = Root;
        foreach (var c in pattern)
        {
            if (!_next[state].TryGetValue(c, out var child))
            {
                child = _next.Count;
                _next[state][c] = child;
                _next.Add([]);
                _fail.Add(Root);
                _depth.Add(_depth[state] + 1);
                _matches.Add(false);
            }

            state = child;
        }

        _matches[state] = true;
    }

    private void Connect()
    {
        var level = new Queue<int>(_next[Root].Values);
        while (level.TryDequeue(out var state))
        {
            foreach (var (c, child) in _next[state])
            {
                _fail[child] = Step(_fail[state], c);
                _matches[child] |= _matches[_fail[child]];
                level.Enqueue(child);
            }
        }
    }
}

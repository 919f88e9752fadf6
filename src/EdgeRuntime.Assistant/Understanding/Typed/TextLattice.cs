using EdgeRuntime.Assistant.Contexts.Text;

namespace EdgeRuntime.Assistant.Understanding.Typed;

/// <summary>A typed text as all the word sequences it may stand for: positions in order, and word edges that lead forwards.</summary>
internal sealed class TextLattice
{
    private readonly List<List<TextEdge>> _edges = [[]];
    private readonly List<int> _tokenAt = [0]; // position -> index of the written word that begins there, -1 inside one
    private readonly List<(int Start, int End)> _tokens = [];
    private readonly List<int> _positions = [0]; // written word -> position where it begins

    /// <summary>Cuts a text and gathers what its words may stand for.</summary>
    public TextLattice(string text)
    {
        Text = text;
        var pieces = TextSplitter.Split(text).Where(piece => !piece.IsBlank && piece.Word?.Trim('\'').Length != 0).ToArray();
        foreach (var piece in pieces)
        {
            AddPiece(piece);
        }

        for (var i = 0; i + 1 < pieces.Length; i++)
        {
            AddJoined(pieces, i);
        }
    }

    /// <summary>The text as typed.</summary>
    public string Text { get; }

    /// <summary>Words as written.</summary>
    public int TokenCount => _tokens.Count;

    /// <summary>Positions, the end included.</summary>
    public int PositionCount => _edges.Count;

    /// <summary>Word edges from a position.</summary>
    public IReadOnlyList<TextEdge> EdgesFrom(int position) => _edges[position];

    /// <summary>The written word that begins at a position, or the number of words at the end; -1 inside one.</summary>
    public int TokenAt(int position) => _tokenAt[position];

    /// <summary>The text of written words, as typed.</summary>
    public string TextOf(int firstToken, int endToken) => Text[_tokens[firstToken].Start.._tokens[endToken - 1].End];

    private void AddPiece(TextPiece piece)
    {
        var sayings = piece.Sayings ?? Contractions.Expand(piece.Word!.Trim('\''));
        var from = _edges.Count - 1;
        var isDigits = piece.Sayings is not null && char.IsAsciiDigit(Text[piece.Start]);
        var open = new List<(int At, string Word)>(); // last words, whose target is not there yet
        foreach (var saying in sayings)
        {
            var words = saying.Split(' ');
            var at = from;
            for (var i = 0; i < words.Length - 1; i++)
            {
                _edges.Add([]);
                _tokenAt.Add(-1);
                _edges[at].Add(new TextEdge(_edges.Count - 1, words[i], isDigits));
                at = _edges.Count - 1;
            }

            open.Add((at, words[^1]));
        }

        _tokens.Add((piece.Start, piece.End));
        _edges.Add([]);
        _tokenAt.Add(_tokens.Count);
        _positions.Add(_edges.Count - 1);
        foreach (var (at, word) in open)
        {
            _edges[at].Add(new TextEdge(_edges.Count - 1, word, isDigits));
        }
    }

    private void AddJoined(TextPiece[] pieces, int i)
    {
        if (pieces[i].Word is { } first && pieces[i + 1].Word is { } second && Contractions.Join(first, second) is { } joined)
        {
            _edges[_positions[i]].Add(new TextEdge(_positions[i + 2], joined, false));
        }
    }
}

using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>Aligns one pronunciation with a stream of frames, free to begin and end anywhere (CTC Viterbi over a chain).</summary>
internal sealed class PhraseAligner
{
    private readonly byte[] _labels; // [2 phones - 1]: phones at even places, blanks between them
    private Cell[] _now;
    private Cell[] _next;
    private int _frame;

    /// <summary>Prepares a chain of phones.</summary>
    public PhraseAligner(byte[] phones)
    {
        _labels = new byte[(2 * phones.Length) - 1];
        for (var i = 0; i < phones.Length; i++)
            _labels[2 * i] = phones[i];
        _now = new Cell[_labels.Length];
        _next = new Cell[_labels.Length];
        Begin();
    }

    /// <summary>The best match that has ended so far.</summary>
    public PhraseScore Best { get; private set; }

    /// <summary>Forgets all frames.</summary>
    public void Begin()
    {
        Array.Fill(_now, new Cell { Score = float.NegativeInfinity });
        _frame = 0;
        Best = new PhraseScore(double.NegativeInfinity, double.NegativeInfinity, 0, 0);
    }

    /// <summary>Hears one frame of scores relative to the free loop.</summary>
    public void Advance(ReadOnlySpan<float> scores)
    {
        for (var place = 0; place < _labels.Length; place++)
            _next[place] = Step(place, scores[_labels[place]]);
        (_now, _next) = (_next, _now);
        _frame++;
        var match = _now[^1].ToScore(_frame - 1);
        if (match.Score > Best.Score)
            Best = match;
    }

    private Cell Step(int place, float score)
    {
        var isPhone = _labels[place] != Phones.Blank;
        var best = _now[place];
        var enters = false;
        if (place >= 1 && _now[place - 1].Score > best.Score)
            (best, enters) = (_now[place - 1], true);
        if (isPhone && place >= 2 && _labels[place - 2] != _labels[place] && _now[place - 2].Score > best.Score)
            (best, enters) = (_now[place - 2], true);
        if (place == 0 && best.Score < 0)
            (best, enters) = (new Cell { First = _frame }, true); // a better beginning: nothing lost yet
        if (enters && isPhone)
            best.ClosePhone();
        best.Add(score, isPhone);
        return best;
    }

    /// <summary>The best partial match that ends at one place.</summary>
    private struct Cell
    {
        public float Score;
        public int First;
        public int Spoken;
        private float _phoneStart;
        private int _spokenAtPhoneStart;
        private float _worstPhone;

        public readonly PhraseScore ToScore(int frame)
        {
            if (float.IsNegativeInfinity(Score))
                return new PhraseScore(double.NegativeInfinity, double.NegativeInfinity, 0, 0);
            var last = this;
            last.ClosePhone();
            return new PhraseScore(Score / Spoken, last._worstPhone, First, frame);
        }

        public void ClosePhone()
        {
            if (Spoken > _spokenAtPhoneStart)
                _worstPhone = MathF.Min(_worstPhone, (Score - _phoneStart) / (Spoken - _spokenAtPhoneStart));
            (_phoneStart, _spokenAtPhoneStart) = (Score, Spoken);
        }

        public void Add(float score, bool isPhone)
        {
            Score += score;
            Spoken += isPhone ? 1 : 0;
        }
    }
}

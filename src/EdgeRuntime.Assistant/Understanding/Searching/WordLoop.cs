using System.Numerics;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The best sequence of any common words for the frames heard so far: CTC Viterbi over a tree of words that begins again at
/// every end of a word. Every state has its place, so nothing is allocated and no table can overflow.</summary>
internal sealed class WordLoop
{
    private const int Bits = 64;

    private readonly float _beam;
    private readonly byte[] _phoneOf; // [nodes]
    private readonly int[] _parent; // [nodes]
    private readonly int[] _firstChild; // [nodes + 1]: the children of a node stand from its place here to that of the next
    private readonly ulong[] _open; // one bit per node that may hold a path in the next frame
    private readonly float[] _cost; // [nodes], scaled
    private readonly float[] _endCost; // [nodes], scaled
    private readonly float[] _inPhone; // [nodes]: best path that is in the phone of the node
    private readonly float[] _inBlank; // [nodes]: best path in the blank behind it
    private readonly float[] _entry = new float[Phones.Count]; // best path that may begin a word with this phone
    private float _pause; // best path in the blank between words

    /// <summary>Copies the tree.</summary>
    /// <param name="model">Words and costs.</param>
    /// <param name="scale">Factor on the costs of words.</param>
    /// <param name="wordCost">Nats per word besides.</param>
    /// <param name="beam">Paths this far below the best one are dropped.</param>
    public WordLoop(BackgroundModel model, float scale, float wordCost, float beam)
    {
        _beam = beam;
        (_phoneOf, _parent, _firstChild) = (model.Phone, model.Parent, model.FirstChild);
        _cost = [.. model.Cost.Select((cost, node) => (cost * scale) + (model.Parent[node] < 0 ? wordCost : 0))];
        _endCost = [.. model.EndCost.Select(cost => cost * scale)];
        _inPhone = new float[_phoneOf.Length];
        _inBlank = new float[_phoneOf.Length];
        _open = new ulong[(_phoneOf.Length / Bits) + 1];
        Begin();
    }

    /// <summary>Score of the best path, inside a word or not.</summary>
    public float Best { get; private set; }

    /// <summary>Score of the best path that is at the end of a word or between words.</summary>
    public float BestEnded { get; private set; }

    /// <summary>Forgets all frames.</summary>
    public void Begin()
    {
        Array.Fill(_inPhone, float.NegativeInfinity);
        Array.Fill(_inBlank, float.NegativeInfinity);
        Array.Fill(_entry, 0);
        Array.Clear(_open);
        Open(0, _firstChild[0]);
        (_pause, Best, BestEnded) = (0, 0, 0);
    }

    /// <summary>Hears one frame of scores.</summary>
    public void Advance(ReadOnlySpan<float> scores)
    {
        var ends = new WordEnds();
        var best = float.NegativeInfinity;
        // From the last node to the first: a parent still holds the frame before when its children ask for it. Bits set on the way belong
        // to the next frame: they are those of the node itself and of its children, which are behind.
        for (var word = _open.Length - 1; word >= 0; word--)
        {
            var bits = _open[word];
            _open[word] = 0;
            for (; bits != 0; bits &= ~(1UL << (Bits - 1 - BitOperations.LeadingZeroCount(bits))))
            {
                var node = (word * Bits) + Bits - 1 - BitOperations.LeadingZeroCount(bits);
                if (Hear(node, scores))
                    best = MathF.Max(best, Keep(node, ref ends));
            }
        }

        End(ends, best, scores[Phones.Blank]);
        Open(0, _firstChild[0]);
    }

    /// <summary>Moves the origin of all scores.</summary>
    public void Shift(float by)
    {
        foreach (ref var score in _inPhone.AsSpan())
            score += by;
        foreach (ref var score in _inBlank.AsSpan())
            score += by;
        foreach (ref var score in _entry.AsSpan())
            score += by;
        (_pause, Best, BestEnded) = (_pause + by, Best + by, BestEnded + by);
    }

    /// <summary>Moves the paths of a node on by one frame; false when none is left.</summary>
    private bool Hear(int node, ReadOnlySpan<float> scores)
    {
        var phone = _phoneOf[node];
        var enter = EnterOf(node, phone) - _cost[node];
        var stay = _inPhone[node];
        var left = MathF.Max(_inBlank[node], stay);
        if (MathF.Max(left, enter) < Best - _beam)
        {
            _inPhone[node] = _inBlank[node] = float.NegativeInfinity;
            return false;
        }

        _inPhone[node] = MathF.Max(stay, enter) + scores[phone];
        _inBlank[node] = left + scores[Phones.Blank];
        return true;
    }

    /// <summary>Opens a node and its children for the next frame; its best score.</summary>
    private float Keep(int node, ref WordEnds ends)
    {
        Open(node, node + 1);
        Open(_firstChild[node], _firstChild[node + 1]);
        if (_endCost[node] < float.PositiveInfinity)
            ends.Offer(_phoneOf[node], _inPhone[node] - _endCost[node], _inBlank[node] - _endCost[node]);
        return MathF.Max(_inPhone[node], _inBlank[node]);
    }

    private void Open(int first, int end)
    {
        for (var node = first; node < end; node++)
            _open[node / Bits] |= 1UL << (node % Bits);
    }

    private float EnterOf(int node, byte phone)
    {
        var parent = _parent[node];
        if (parent < 0)
            return _entry[phone];
        return _phoneOf[parent] == phone ? _inBlank[parent] : MathF.Max(_inPhone[parent], _inBlank[parent]);
    }

    private void End(in WordEnds ends, float best, float blank)
    {
        _pause = MathF.Max(_pause + blank, ends.InBlank);
        BestEnded = MathF.Max(_pause, ends.First);
        Best = MathF.Max(best, BestEnded);
        for (var phone = 1; phone < Phones.Count; phone++)
            _entry[phone] = MathF.Max(_pause, ends.FirstPhone == phone ? ends.Second : ends.First);
    }

    /// <summary>The best ends of words in one frame; two, because a phone cannot follow itself without a blank.</summary>
    private struct WordEnds()
    {
        public float First = float.NegativeInfinity;
        public float Second = float.NegativeInfinity;
        public float InBlank = float.NegativeInfinity;
        public byte FirstPhone;

        public void Offer(byte phone, float inPhone, float inBlank)
        {
            InBlank = MathF.Max(InBlank, inBlank);
            if (phone == FirstPhone)
                First = MathF.Max(First, inPhone);
            else if (inPhone > First)
                (Second, First, FirstPhone) = (First, inPhone, phone);
            else
                Second = MathF.Max(Second, inPhone);
        }
    }
}

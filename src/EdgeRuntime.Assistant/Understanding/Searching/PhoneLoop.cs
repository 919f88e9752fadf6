using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The best sequence of phones for the frames heard so far, by how often a phone follows two others: CTC Viterbi over pairs of
/// phones. It explains words that no list holds.</summary>
internal sealed class PhoneLoop
{
    private const int Width = Phones.Count;
    private const int Pairs = Width * Width;

    private readonly float _beam;
    private readonly float[] _costs; // [40, 40, 40]: former, last, next
    private readonly float[] _inPhone = new float[Pairs]; // [40, 40]: former, last
    private readonly float[] _inBlank = new float[Pairs];
    private readonly float[] _enter = new float[Pairs]; // [40, 40]: last, next

    /// <summary>Scales the table.</summary>
    public PhoneLoop(BackgroundModel model, float scale, float beam)
    {
        _beam = beam;
        _costs = [.. model.PhoneCosts.Select(cost => cost * scale)];
        Begin();
    }

    /// <summary>Score of the best path.</summary>
    public float Best { get; private set; }

    /// <summary>Forgets all frames.</summary>
    public void Begin()
    {
        Array.Fill(_inPhone, float.NegativeInfinity);
        Array.Fill(_inBlank, float.NegativeInfinity);
        (_inBlank[0], Best) = (0, 0);
    }

    /// <summary>Hears one frame of scores.</summary>
    public void Advance(ReadOnlySpan<float> scores)
    {
        Array.Fill(_enter, float.NegativeInfinity);
        var floor = Best - _beam;
        for (var pair = 0; pair < Pairs; pair++)
        {
            if (MathF.Max(_inPhone[pair], _inBlank[pair]) >= floor)
                Leave(pair);
        }

        var best = float.NegativeInfinity;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var stay = _inPhone[pair];
            var inBlank = _inBlank[pair] = MathF.Max(_inBlank[pair], stay) + scores[Phones.Blank];
            var inPhone = _inPhone[pair] = pair % Width == 0
                ? float.NegativeInfinity
                : MathF.Max(stay, _enter[pair]) + scores[pair % Width];
            best = MathF.Max(best, MathF.Max(inPhone, inBlank));
        }

        Best = best;
    }

    /// <summary>Moves the origin of all scores.</summary>
    public void Shift(float by)
    {
        foreach (ref var score in _inPhone.AsSpan())
            score += by;
        foreach (ref var score in _inBlank.AsSpan())
            score += by;
        Best += by;
    }

    private void Leave(int pair)
    {
        var last = pair % Width;
        var next = _enter.AsSpan(last * Width, Width);
        var again = MathF.Max(next[last], _inBlank[pair] - _costs[(pair * Width) + last]); // needs the blank between
        var from = Vector128.Create(MathF.Max(_inPhone[pair], _inBlank[pair]));
        var costs = MemoryMarshal.Cast<float, Vector128<float>>(_costs.AsSpan(pair * Width, Width));
        var enter = MemoryMarshal.Cast<float, Vector128<float>>(next);
        for (var i = 0; i < enter.Length; i++)
            enter[i] = Vector128.Max(enter[i], from - costs[i]);
        next[last] = again;
    }
}

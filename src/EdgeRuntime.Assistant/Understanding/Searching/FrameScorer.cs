using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>Turns the logits of one frame into log-probabilities relative to the best symbol, so that the free phone loop (the best
/// symbol of every frame) scores 0 and a path scores how much worse it is.</summary>
internal sealed class FrameScorer
{
    /// <summary>Index of the score for entering a wildcard: needs a phone.</summary>
    public const int WildcardEntry = Phones.Count + 1;

    /// <summary>Numbers written per frame: the symbols, staying in a wildcard, entering one.</summary>
    public const int Width = Phones.Count + 2;

    private readonly Vector128<float> _temperature;
    private readonly float _blankPenalty;
    private readonly float _mix;
    private readonly float _wildcardCost;

    /// <summary>Copies the settings.</summary>
    public FrameScorer(DecodingOptions options)
    {
        _temperature = Vector128.Create(options.Temperature);
        _blankPenalty = options.BlankPenalty;
        _mix = options.UniformMix;
        _wildcardCost = options.WildcardCost;
    }

    /// <summary>Best symbol of the frame scored last.</summary>
    public int BestSymbol { get; private set; }

    /// <summary>Natural logarithm of its probability.</summary>
    public float BestScore { get; private set; }

    /// <summary>Log-probabilities of one frame, under the temperature, blank penalty and mixing of the options.</summary>
    /// <param name="logits">[40]; a constant added to all changes nothing.</param>
    /// <param name="scores">[<see cref="Width"/>], none above 0.</param>
    public void Score(ReadOnlySpan<float> logits, Span<float> scores)
    {
        var wide = MemoryMarshal.Cast<float, Vector128<float>>(scores[..Phones.Count]);
        var from = MemoryMarshal.Cast<float, Vector128<float>>(logits[..Phones.Count]);
        for (var i = 0; i < wide.Length; i++)
            wide[i] = from[i] * _temperature;
        scores[Phones.Blank] -= _blankPenalty;
        ToLogProbabilities(wide);
        var phone = BestPhone(scores);
        var bestPhone = scores[phone];
        BestSymbol = bestPhone > scores[Phones.Blank] ? phone : Phones.Blank;
        var best = BestScore = scores[BestSymbol];
        for (var i = 0; i < wide.Length; i++)
            wide[i] -= Vector128.Create(best);
        scores[PhoneGraph.AnyPhone] = -_wildcardCost;
        scores[WildcardEntry] = bestPhone - best - _wildcardCost;
    }

    private void ToLogProbabilities(Span<Vector128<float>> wide)
    {
        var highest = Vector128.Create(Max(MemoryMarshal.Cast<Vector128<float>, float>(wide)));
        var sum = Vector128<float>.Zero;
        foreach (ref var four in wide)
        {
            four = Vector128.Exp(four - highest);
            sum += four;
        }

        var share = Vector128.Create((1 - _mix) / Vector128.Sum(sum));
        var floor = Vector128.Create(_mix / Phones.Count);
        foreach (ref var four in wide)
            four = Vector128.Log((four * share) + floor);
    }

    private static int BestPhone(ReadOnlySpan<float> scores)
    {
        var best = 1;
        for (var phone = 2; phone < Phones.Count; phone++)
            best = scores[phone] > scores[best] ? phone : best;
        return best;
    }

    private static float Max(ReadOnlySpan<float> values)
    {
        var max = values[0];
        foreach (var value in values)
            max = MathF.Max(max, value);
        return max;
    }
}

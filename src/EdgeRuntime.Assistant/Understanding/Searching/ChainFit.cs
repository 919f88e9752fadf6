using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>How well a chain of phones fits a stretch of sound in sum (CTC Viterbi, free to begin anywhere,
/// to end in given frames).</summary>
/// <param name="Total">Log-probability relative to the free phone loop; at most 0; -infinity where the chain does not fit in.</param>
/// <param name="FirstFrame">First frame of the chain.</param>
/// <param name="LastFrame">Last frame of the chain.</param>
internal readonly record struct ChainFit(double Total, int FirstFrame, int LastFrame)
{
    private static readonly ChainFit Nowhere = new(double.NegativeInfinity, 0, 0);

    /// <summary>The best fit of a chain.</summary>
    /// <param name="phones">The chain.</param>
    /// <param name="scores">Of a <see cref="FrameScorer"/>, [frames, <see cref="FrameScorer.Width"/>].</param>
    /// <param name="from">First frame in which it may end.</param>
    /// <param name="to">Last frame in which it may end.</param>
    public static ChainFit Align(ReadOnlySpan<byte> phones, ReadOnlySpan<float> scores, int from, int to)
    {
        var places = (2 * phones.Length) - 1; // phones at even places, blanks between them
        var (now, next) = (new ChainFit[places], new ChainFit[places]);
        Array.Fill(now, Nowhere);
        var best = Nowhere;
        var frames = Math.Min(scores.Length / FrameScorer.Width, to + 1);
        for (var frame = 0; frame < frames; frame++)
        {
            var heard = scores.Slice(frame * FrameScorer.Width, Phones.Count);
            for (var place = 0; place < places; place++)
            {
                var entered = Enter(now, place, phones, frame);
                var label = place % 2 == 0 ? phones[place / 2] : Phones.Blank;
                next[place] = entered with { Total = entered.Total + heard[label], LastFrame = frame };
            }

            (now, next) = (next, now);
            best = frame >= from && now[^1].Total > best.Total ? now[^1] : best;
        }

        return best;
    }

    private static ChainFit Enter(ChainFit[] now, int place, ReadOnlySpan<byte> phones, int frame)
    {
        var best = now[place];
        if (place == 0) return best.Total < 0 ? Nowhere with { Total = 0, FirstFrame = frame } : best;
        best = now[place - 1].Total > best.Total ? now[place - 1] : best;
        var skips = place % 2 == 0 && phones[place / 2] != phones[(place / 2) - 1]; // the blank between two different phones
        return skips && now[place - 2].Total > best.Total ? now[place - 2] : best;
    }
}

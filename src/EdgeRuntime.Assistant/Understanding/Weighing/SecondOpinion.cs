using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding.Searching;
using EdgeRuntime.Assistant.Understanding.Triphones;

namespace EdgeRuntime.Assistant.Understanding.Weighing;

/// <summary>Weighs what the networks read of an utterance against what an expert hears: both best readings and all that are one slot away
/// from either are scored by both. One utterance at a time, one thread.</summary>
internal sealed class SecondOpinion(TriphoneExpert expert, DecodingOptions options)
{
    private const float Beam = 12; // nats of the networks: 0.1 of what the expert tells apart, some 90, is less

    private readonly NeighbourSearch _neighbours = new(options, Beam);
    private List<Neighbour> _readings = [];

    /// <summary>The readings of the last utterance that were weighed, the best by the networks alone first.</summary>
    public IReadOnlyList<Neighbour> Readings => _readings;

    /// <summary>True when the search for <see cref="Readings"/> found no room for all paths, so that some may be missing.</summary>
    public bool HasLeftOut { get; private set; }

    /// <summary>Chooses among the readings of an utterance.</summary>
    /// <param name="graph">What can be said.</param>
    /// <param name="logMel">The utterance, [frames, 80].</param>
    /// <param name="logits">What both passes heard of it, [frames / 4, 40].</param>
    /// <param name="read">What they read.</param>
    /// <returns>The same with another best reading, or with an opinion on it; as it was where there is nothing to weigh, or words stand
    /// in it that nothing is known of.</returns>
    public DecodedSentence Weigh(PhoneGraph graph, ReadOnlySpan<float> logMel, ReadOnlySpan<float> logits, DecodedSentence read)
    {
        (_readings, HasLeftOut) = ([], false);
        if (read.Best is null || read.Best.NeedsDictation) return read;
        expert.Hear(logMel);
        var own = expert.Read(graph);
        var readsTheSame = own is not null && graph.Interpret(own).MeansTheSameAs(read.Best);
        _readings = [.. Near(graph, logits, read.Path)];
        if (own is not null && !readsTheSame) Add(Near(graph, logits, own));
        _readings.RemoveAll(reading => reading.Reading.NeedsDictation);
        if (_readings.Count == 0) return read;
        var scores = expert.Score(graph, _readings);
        if (double.IsNegativeInfinity(scores.Max())) return read; // too short a sound for any of them
        for (var i = 0; i < scores.Length; i++) _readings[i] = _readings[i] with { ExpertScore = scores[i] };
        return Chosen(read, scores, readsTheSame);
    }

    private IReadOnlyList<Neighbour> Near(PhoneGraph graph, ReadOnlySpan<float> logits, int[] path)
    {
        var found = _neighbours.Read(graph, logits, path);
        HasLeftOut |= _neighbours.LeftOut > 0;
        return found;
    }

    private void Add(IReadOnlyList<Neighbour> others)
    {
        foreach (var other in others)
        {
            if (_readings.Count == NeighbourSearch.Most) break;
            if (!_readings.Exists(reading => reading.Reading.MeansTheSameAs(other.Reading))) _readings.Add(other);
        }

        _readings.Sort((one, other) => other.Score.CompareTo(one.Score));
    }

    private DecodedSentence Chosen(DecodedSentence read, double[] scores, bool readsTheSame)
    {
        var fit = (scores.Max() / expert.Frames) - expert.FreeScore;
        var weighed = new WeighedReadings(_readings, scores, options.Expert.Share(fit, read.Evidence));
        var best = weighed.Best();
        var opinion = weighed.Judge(best, read.Best!, readsTheSame, fit);
        return read with
        {
            Best = opinion.Agrees ? read.Best : _readings[best.First].Reading,
            RunnerUp = best.Second < 0 ? read.RunnerUp : _readings[best.Second].Reading,
            Evidence = read.Evidence with { Expert = opinion },
        };
    }
}

using EdgeRuntime.Assistant.Listening;

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>A second opinion on an utterance that is known to its end: a GMM-HMM with triphones, which was trained on other people than the
/// networks. One utterance at a time, one thread.</summary>
public sealed class TriphoneExpert
{
    private readonly TriphoneTables _tables;
    private readonly SenoneScores _heard;
    private readonly StateSearch _search;
    private readonly TriphoneScorer _scorer;
    private readonly ReadingTree _readings = new();
    private readonly ReadingLattice _lattice;

    /// <summary>Takes the model into use; the caller still owns and disposes it.</summary>
    public TriphoneExpert(IGaussianModel model, TriphoneTables tables)
    {
        (_tables, _heard, _search) = (tables, new SenoneScores(model, tables), new StateSearch(tables));
        (_scorer, _lattice) = (new TriphoneScorer(tables), new ReadingLattice(tables));
    }

    /// <summary>Hears an utterance and forgets the one before.</summary>
    /// <param name="logMel">[n, 80].</param>
    internal void Hear(ReadOnlySpan<float> logMel) => _heard.Hear(logMel);

    /// <summary>What the arcs of the reading say that it would choose of all in a context, by its states without context; null where no
    /// sentence fits the length of the utterance.</summary>
    internal int[]? Read(PhoneGraph graph) => _search.Read(graph, _heard);

    /// <summary>Log density in nats per frame of an utterance by the best state of every frame, once it was read.</summary>
    internal double FreeScore => _search.FreeScore / Math.Max(1, _heard.Frames);

    /// <summary>Frames of the utterance.</summary>
    internal int Frames => _heard.Frames;

    /// <summary>Log densities in nats of some readings; -infinity for what lies far behind the best one, and for a wildcard: nothing is
    /// known of its words.</summary>
    internal double[] Score(PhoneGraph graph, IReadOnlyList<Neighbour> readings)
    {
        _readings.Begin(graph);
        int[] wordings = [.. readings.Select(reading => _readings.Add(reading.Path))];
        var scores = new double[_readings.Count];
        _lattice.Find(graph.Tables, _readings);
        _scorer.Score(new TriphoneNetwork(_tables, _lattice), _heard, scores);
        return [.. wordings.Select(wording => scores[wording])];
    }
}

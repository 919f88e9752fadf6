using EdgeRuntime.Assistant.Understanding.Searching;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Turns what the decoder measured into a probability: that the best reading is what was said, or that anything of the context was
/// said at all, by the network. Any thread; allocates nothing.</summary>
public sealed class Confidence
{
    private readonly int _units; // 1 for the log-odds, then the hidden ones
    private readonly double[] _biases; // [units]
    private readonly double[] _weights; // [measures, units]
    private readonly double[] _output; // [units - 1]

    /// <summary>Copies the coefficients, which must be usable.</summary>
    public Confidence(ConfidenceNetwork network)
    {
        if (network.Fault() is { } fault)
            throw new ArgumentException($"The network {fault}.", nameof(network));
        _units = 1 + network.Hidden.Length;
        _biases = [network.Bias, .. network.Hidden];
        _output = [.. network.Output];
        _weights = [.. ConfidenceMeasures.Names.SelectMany(name => network.Measures.GetValueOrDefault(name) ?? new double[_units])];
    }

    /// <summary>Probability in [0, 1]; 0 when nothing was spoken.</summary>
    public double Estimate(in RecognitionEvidence evidence)
    {
        if (evidence.SpokenFrames == 0)
            return 0;
        Span<double> measures = stackalloc double[ConfidenceMeasures.Names.Length];
        ConfidenceMeasures.Write(evidence, measures);
        var logOdds = Sum(measures, unit: 0);
        for (var unit = 1; unit < _units; unit++)
            logOdds += _output[unit - 1] * Math.Tanh(Sum(measures, unit));
        return 1 / (1 + Math.Exp(-logOdds));
    }

    private double Sum(ReadOnlySpan<double> measures, int unit)
    {
        var sum = _biases[unit];
        for (var i = 0; i < measures.Length; i++)
            sum += measures[i] * _weights[(i * _units) + unit];
        return sum;
    }
}

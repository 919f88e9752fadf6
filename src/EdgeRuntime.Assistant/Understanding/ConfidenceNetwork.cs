using EdgeRuntime.Assistant.Understanding.Searching;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Coefficients of the small network that turns a <see cref="RecognitionEvidence"/> into log-odds: a weighted sum of its measures,
/// and of hidden units, each the hyperbolic tangent of a weighted sum of its own.</summary>
public sealed record ConfidenceNetwork
{
    /// <value>Log-odds when every measure is 0 and no hidden unit speaks.</value>
    public double Bias { get; set; } = 3.76;

    /// <value>By the name of a measure: its weight in the sum, then its weight in every hidden unit.
    /// Measures left out count nothing.</value>
    public Dictionary<string, double[]> Measures { get; set; } = new() { ["pathScore"] = [2.6], ["margin"] = [1.3] };

    /// <value>Bias of every hidden unit.</value>
    public double[] Hidden { get; set; } = [];

    /// <value>Weight of every hidden unit in the log-odds.</value>
    public double[] Output { get; set; } = [];

    /// <summary>Why it cannot be used, as the end of a sentence; null when it can.</summary>
    internal string? Fault() =>
        Hidden.Length != Output.Length ? $"has {Hidden.Length} hidden units, but weights for {Output.Length}"
        : Measures.FirstOrDefault(measure => measure.Value.Length != 1 + Hidden.Length) is { Key: { } name } uneven
            ? $"has {uneven.Value.Length} weights for {name}, but must have {1 + Hidden.Length}"
        : Measures.Keys.FirstOrDefault(key => !ConfidenceMeasures.Names.Contains(key)) is { } unknown
        ? $"weighs {unknown}, which is not measured"
        : null;
}

using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Device.Hearing;

/// <summary>What stands over the settings of the acoustic model.</summary>
public sealed record RecognitionOptions
{
    /// <value>Confidence below which an utterance is not acted upon; null for the model's.</value>
    public double? RejectBelow { get; init; }

    /// <value>Margin in nats per spoken frame below which the wearer is asked; null for the model's.</value>
    public double? AskBelowMargin { get; init; }

    /// <value>Probability that something of the context was said, from which the wearer is asked; null for the model's.</value>
    public double? AskFrom { get; init; }

    /// <value>Paths this many nats below the best one are dropped; null for the model's.</value>
    public double? Beam { get; init; }

    /// <value>States kept per frame at most; null for the model's.</value>
    public int? MaxActive { get; init; }

    /// <summary>The model's settings with these over them.</summary>
    public DecodingOptions Over(DecodingOptions model) => model with
    {
        RejectBelow = RejectBelow ?? model.RejectBelow,
        AskBelowMargin = AskBelowMargin ?? model.AskBelowMargin,
        AskFrom = AskFrom ?? model.AskFrom,
        Beam = (float?)Beam ?? model.Beam,
        MaxActive = MaxActive ?? model.MaxActive,
    };
}

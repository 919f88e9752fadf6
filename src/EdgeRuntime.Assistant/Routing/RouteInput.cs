using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Sentences;

namespace EdgeRuntime.Assistant.Routing;

/// <summary>Everything a route depends on, beside the policy; the same input under the same <see cref="RouterOptions"/> gives the same
/// decision, always. Null means not known, and stands in nobody's way.</summary>
public sealed record RouteInput
{
    /// <summary>What the decoder allows to be done.</summary>
    public required RecognitionVerdict Verdict { get; init; }

    /// <summary>Confidence in the best reading, 0..1; from the decoder's rejection score.</summary>
    public required double Confidence { get; init; }

    /// <summary>Intent of the best reading; null without one.</summary>
    public string? Intent { get; init; }

    /// <summary>What a model of free sentences took it for; null where the grammar alone read it.</summary>
    public SentenceKind? Sentence { get; init; }

    /// <summary>Where the work behind the intent can be done.</summary>
    public required TaskClass Task { get; init; }

    /// <summary>True when the sentence holds spoken free words, which the glasses cannot write down.</summary>
    public bool NeedsDictation { get; init; }

    /// <summary>True when it is as good later: a note, a message, a long question.</summary>
    public bool Deferrable { get; init; }

    /// <summary>How freely what was said may be handled.</summary>
    public PrivacyClass Privacy { get; init; }

    /// <summary>Time until the wearer wants the first word, in milliseconds.</summary>
    public double? DeadlineMs { get; init; }

    /// <summary>State of the way to the cloud.</summary>
    public CloudLink Cloud { get; init; }

    /// <summary>Round trip to the cloud as last measured, in milliseconds.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>True when the wearer agreed that utterances may leave the glasses.</summary>
    public bool CloudConsent { get; init; }

    /// <summary>True when nothing may leave the glasses.</summary>
    public bool LocalOnly { get; init; }

    /// <summary>Charge of the battery, 0..100 percent.</summary>
    public double? BatteryPercent { get; init; }

    /// <summary>True while the battery is being charged.</summary>
    public bool Charging { get; init; }

    /// <summary>Temperature of the glasses, in degrees Celsius.</summary>
    public double? TemperatureCelsius { get; init; }

    /// <summary>What may still be spent this month, in nano units of the currency, at most 2^53.</summary>
    public long? BudgetLeftNanos { get; init; }

    /// <summary>What a turn like this is expected to cost, in nano units of the currency, at most 2^53.</summary>
    public long? PriceNanos { get; init; }
}

using System.Text.Json;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Understanding.Weighing;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Settings of the decoder that belong to one acoustic model; stored beside it as <c>acoustic-decoding.json</c>.</summary>
/// <remarks>Set by the reader of the file, hence not init-only: generated readers lose the defaults of init-only properties.
/// Consumers copy.</remarks>
public sealed record DecodingOptions
{
    /// <value>Version of the file format; this program reads 1.</value>
    public int Schema { get; set; } = 1;

    /// <value>Free text about where the numbers come from; not used.</value>
    public string About { get; set; } = "";

    /// <value>Nats taken from the blank's scaled logit before the softmax: CTC models put too much on the blank.</value>
    public float BlankPenalty { get; set; } = 2f;

    /// <value>Factor on the logits before the softmax, in (0, 4]; below 1 it flattens the posteriors.</value>
    public float Temperature { get; set; } = 0.8f;

    /// <value>Share of the uniform distribution mixed into every frame, in (0, 1): bounds what one bad frame can cost.</value>
    public float UniformMix { get; set; } = 0.02f;

    /// <value>Paths this many nats below the best one are dropped.</value>
    public float Beam { get; set; } = 20f;

    /// <value>States kept per frame at most.</value>
    public int MaxActive { get; set; } = 3000;

    /// <value>Nats that each frame inside a wildcard costs, so that known words win over free ones.</value>
    public float WildcardCost { get; set; } = 0.6f;

    /// <value>Nats that a slot costs for every nat of its choice (the logarithm of its number of values), 0 or more:
    /// what is chosen from many needs more to be heard, so that a breath is no further digit.
    /// Only the search and the margin know it.</value>
    public float SlotCost { get; set; }

    /// <value>Model frames (40 ms) of silence fed after the last sample, so that a causal model says its last phone.</value>
    public int FlushFrames { get; set; } = 6;

    /// <value>Fewer frames with a phone in the free loop than this are silence.</value>
    public int MinSpokenFrames { get; set; } = 2;

    /// <value>Factor on the costs of the background's words and phones, 0 or more.</value>
    public float BackgroundScale { get; set; } = 1f;

    /// <value>Nats that every word of the background costs besides, 0 or more.</value>
    public float BackgroundWordCost { get; set; }

    /// <value>Share of the second pass in the mean of both passes' logits, in [0, 1]; 0 runs none.</value>
    public float SecondPassWeight { get; set; }

    /// <value>How much a second opinion counts.</value>
    public ExpertWeighting Expert { get; set; } = new();

    /// <value>Confidence below which an utterance is not acted upon, in [0, 1].</value>
    public double RejectBelow { get; set; } = 0.6;

    /// <value>Margin (nats per spoken frame) below which the wearer is asked; 0 never asks.</value>
    public double AskBelowMargin { get; set; }

    /// <value>Probability that something of the context was said, from which the wearer is asked which of two readings was meant where the
    /// confidence is too low to act, in [0, 1]; 1 never asks.</value>
    public double AskFrom { get; set; } = 1;

    /// <value>The confidence: the probability that the best reading is what was said.</value>
    public ConfidenceNetwork Confidence { get; set; } = new();

    /// <value>The probability that something of the context was said.</value>
    public ConfidenceNetwork Inside { get; set; } = new();

    /// <summary>Reads the settings file. Fails with <c>decoding-settings-unreadable</c> or <c>decoding-settings-invalid</c>.</summary>
    public static Outcome<DecodingOptions> Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Load(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unusable("decoding-settings-unreadable", $"The decoding settings {path} cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads the settings from a stream of UTF-8 JSON. Fails with <c>decoding-settings-invalid</c>.</summary>
    public static Outcome<DecodingOptions> Load(Stream json)
    {
        try
        {
            var options = JsonSerializer.Deserialize(json, DecodingJson.Default.DecodingOptions);
            return options is null ? Unusable("decoding-settings-invalid", "The decoding settings are empty.")
                : options.Validate() is { } failure ? failure
                : options;
        }
        catch (JsonException e)
        {
            return Unusable("decoding-settings-invalid", $"The decoding settings are not valid: {e.Message}");
        }
    }

    /// <summary>The first setting out of its bounds, as a failure; null when all are usable.</summary>
    public Failure? Validate() =>
        Schema != 1 ? OutOfBounds("schema", Schema, "1") :
        !(BlankPenalty is >= 0 and <= 20) ? OutOfBounds("blankPenalty", BlankPenalty, "between 0 and 20") :
        !(Temperature is > 0 and <= 4) ? OutOfBounds("temperature", Temperature, "above 0 and at most 4") :
        !(UniformMix is > 0 and < 1) ? OutOfBounds("uniformMix", UniformMix, "between 0 and 1") :
        !(Beam > 0) ? OutOfBounds("beam", Beam, "above 0") :
        MaxActive is < 1 or > 1_000_000 ? OutOfBounds("maxActive", MaxActive, "between 1 and 1,000,000") :
        !(WildcardCost >= 0) ? OutOfBounds("wildcardCost", WildcardCost, "0 or more") :
        !(SlotCost is >= 0 and <= 10) ? OutOfBounds("slotCost", SlotCost, "between 0 and 10") :
        FlushFrames is < 0 or > 100 ? OutOfBounds("flushFrames", FlushFrames, "between 0 and 100") :
        !(BackgroundScale >= 0) ? OutOfBounds("backgroundScale", BackgroundScale, "0 or more") :
        !(BackgroundWordCost >= 0) ? OutOfBounds("backgroundWordCost", BackgroundWordCost, "0 or more") :
        !(SecondPassWeight is >= 0 and <= 1) ? OutOfBounds("secondPassWeight", SecondPassWeight, "between 0 and 1") :
        !(RejectBelow is >= 0 and <= 1) ? OutOfBounds("rejectBelow", RejectBelow, "between 0 and 1") :
        !(AskFrom is >= 0 and <= 1) ? OutOfBounds("askFrom", AskFrom, "between 0 and 1") :
        !(AskBelowMargin >= 0) ? OutOfBounds("askBelowMargin", AskBelowMargin, "0 or more") :
        Expert.Fault() is { } share ? Unusable("decoding-settings-invalid", $"The weight in expert {share}.") :
        Confidence.Fault() is { } fault ? Unusable("decoding-settings-invalid", $"The network in confidence {fault}.") :
        Inside.Fault() is { } other ? Unusable("decoding-settings-invalid", $"The network in inside {other}.") :
        null;

    private static Failure OutOfBounds(string key, double value, string bounds) => Unusable(
        "decoding-settings-invalid",
        FormattableString.Invariant($"The decoding setting {key} is {value}, but it must be {bounds}."));

    private static Failure Unusable(string code, string message) =>
        new(Stages.Model, code, message, "Restore models/acoustic-decoding.json from the release.", Blame.Model);
}

using System.Text.Json;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>What belongs to one model of free sentences: what its outputs are called, what they are worth, and from when on they count.
/// Made by <c>models/training/sentences</c>.</summary>
public sealed record SentenceSettings
{
    /// <summary>Name among <see cref="Intents"/> of all that the glasses do not do.</summary>
    public const string Outside = "-";

    /// <value>Version of this file's form; 1.</value>
    public required int Schema { get; init; }

    /// <value>Intents by output; the last one is <see cref="Outside"/>.</value>
    public required IReadOnlyList<string> Intents { get; init; }

    /// <value>Labels of slots by output.</value>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <value>Slots that a label may fill, by intent and label; a label that is not there has no place in the intent.</value>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Slots { get; init; }

    /// <value>Slots without any of which an intent is asked about before anything is done, by intent.</value>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Needs { get; init; }

    /// <value>Intents in which a "not" is said without a wish being taken back: "I can't find my phone".</value>
    public required IReadOnlyList<string> NaturalNo { get; init; }

    /// <value>Intents in which others' words are named without a wish being theirs: "what did she say".</value>
    public required IReadOnlyList<string> NaturalTold { get; init; }

    /// <value>What the confidence adds up: a constant, then one weight for each measure of <see cref="SentenceEvidence"/>.</value>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <value>Confidence from which a reading is carried out.</value>
    public required double AcceptFrom { get; init; }

    /// <value>Confidence from which the wearer is asked.</value>
    public required double AskFrom { get; init; }

    /// <value>Probability of <see cref="Outside"/> from which a sentence is one for the cloud.</value>
    public required double ElsewhereFrom { get; init; }

    /// <value>Probability from which a sentence holds more than one wish, or one that is not meant.</value>
    public required double FlagFrom { get; init; }

    /// <summary>Reads settings. Failure: <c>sentence-settings-invalid</c>.</summary>
    public static Outcome<SentenceSettings> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var settings = JsonSerializer.Deserialize(json, SentenceJson.Default.SentenceSettings);
            return settings is null ? Invalid("they are empty") : settings.Fault() is { } fault ? Invalid(fault) : settings;
        }
        catch (JsonException e)
        {
            return Invalid(e.Message);
        }
    }

    private string? Fault() =>
        Schema != 1 ? $"schema is {Schema}, but it must be 1" :
        Intents.Count < 2 || Intents[^1] != Outside ? $"the last of intents must be \"{Outside}\"" :
        Weights.Count != SentenceEvidence.Measures + 1 ? $"weights must have {SentenceEvidence.Measures + 1} numbers" :
        !(AskFrom is >= 0 and <= 1) || !(AcceptFrom >= AskFrom && AcceptFrom <= 1)
            ? "askFrom and acceptFrom must be in order, from 0 to 1" :
        !(ElsewhereFrom is >= 0 and <= 1) || !(FlagFrom is >= 0 and <= 1) ? "elsewhereFrom and flagFrom must be from 0 to 1" :
        null;

    private static Failure Invalid(string what) => new(
        Stages.Model, "sentence-settings-invalid", $"The settings of the sentence model are not valid: {what}.",
        "Restore models/sentences.json from the release.", Blame.Model);
}

using System.Globalization;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Device.Hearing;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>What became of one labelled recording.</summary>
/// <param name="Label">What was right.</param>
/// <param name="Heard">What was understood; null where the recording could not be used.</param>
/// <param name="Failure">Why it could not be used.</param>
public sealed record CommandOutcome(LabelledCommand Label, HeardCommand? Heard, Failure? Failure = null)
{
    /// <summary>True for a recording that holds a command of the context.</summary>
    public bool IsCommand => Label.Intent.Length > 0;

    /// <summary>What may be done with it; an unusable recording counts as rejected.</summary>
    public RecognitionVerdict Verdict => Heard?.Recognition.Verdict ?? RecognitionVerdict.Rejected;

    /// <summary>True when it was accepted.</summary>
    public bool IsAccepted => Verdict == RecognitionVerdict.Accepted;

    /// <summary>True when intent and all slots are as labelled, none missing and none besides.</summary>
    public bool IsExact => IsAccepted && IsBestExact;

    /// <summary>True when the best reading is as labelled, accepted or not.</summary>
    public bool IsBestExact => Heard?.Recognition.Best is { } best && IsAsLabelled(best);

    /// <summary>The reading that is carried out once the wearer has truly answered what is asked: of the two readings the one that is as
    /// labelled; where neither is, but they differ in one slot alone and one of them has the value of the label there, that one.
    /// Without a question what was accepted; null for nothing.</summary>
    public Interpretation? Done => Verdict switch
    {
        RecognitionVerdict.Accepted => Heard!.Recognition.Best,
        RecognitionVerdict.Ask when Heard!.Recognition is { Best: { } best, RunnerUp: { } other } => Answered(best, other),
        _ => null,
    };

    /// <summary>True when what is carried out, unasked or once a question is answered, is as labelled.</summary>
    public bool IsRightInTheEnd => IsCommand && Done is { } done && IsAsLabelled(done);

    /// <summary>True when something else is carried out, or anything of other speech.</summary>
    public bool IsWrongAct => Done is { } done && !(IsCommand && IsAsLabelled(done));

    /// <summary>Readings near the best one, itself too, the best first; null where nobody looked.</summary>
    public IReadOnlyList<Neighbour>? Candidates { get; init; }

    /// <summary>True when some of <see cref="Candidates"/> may be missing for want of room.</summary>
    public bool HasCandidatesLeftOut { get; init; }

    /// <summary>True when one of <see cref="Candidates"/> is as labelled.</summary>
    public bool IsAmongCandidates => Candidates?.Any(candidate => IsAsLabelled(candidate.Reading)) ?? false;

    /// <summary>Labelled slots that were understood with the right value, under the right intent.</summary>
    public int RightSlots => IsAccepted && Heard!.Recognition.Best is { } best && best.Intent == Label.Intent ? RightBestSlots(best) : 0;

    /// <summary>What was right, as <c>SetVolume(percent=30)</c>; <c>(other speech)</c> for none.</summary>
    public string Expected =>
        IsCommand ? Text(Label.Intent, Label.Slots.Select(slot => (slot.Key, slot.Value.ToString()))) : "(other speech)";

    /// <summary>What was understood, in the same words; the verdict where nothing was accepted.</summary>
    public string Got => this switch
    {
        { Failure: { } failure } => $"({failure.Code})",
        { IsAccepted: true } => Best,
        _ => $"({Verdict.ToString().ToLowerInvariant()})",
    };

    /// <summary>The best reading in the same words, accepted or not; empty where there is none.</summary>
    public string Best => Heard?.Recognition.Best is { } best ? Text(best) : "";

    /// <summary>True when intent and all slots of a reading are as labelled.</summary>
    public bool IsAsLabelled(Interpretation reading) =>
        reading.Intent == Label.Intent
        && reading.Slots.Count == Label.Slots.Count && RightBestSlots(reading) == Label.Slots.Count;

    /// <summary>A reading as <see cref="Best"/> writes it.</summary>
    public static string Text(Interpretation reading) => Text(reading.Intent, reading.Slots.Select(slot => (slot.Key, Text(slot.Value))));

    private Interpretation? Answered(Interpretation best, Interpretation other)
    {
        if (!IsCommand) return null;
        if (IsAsLabelled(best)) return best;
        if (IsAsLabelled(other)) return other;
        if (best.Intent != other.Intent || best.Intent != Label.Intent) return null;
        string[] differing =
        [
            .. best.Slots.Keys.Union(other.Slots.Keys)
                .Where(name => !best.Slots.TryGetValue(name, out var one) || !other.Slots.TryGetValue(name, out var two) || one != two),
        ];
        return differing is [var asked] && Label.Slots.TryGetValue(asked, out var meant)
            ? new[] { best, other }.FirstOrDefault(reading => reading.Slots.TryGetValue(asked, out var value) && Same(meant, value))
            : null;
    }

    private int RightBestSlots(Interpretation best) =>
        Label.Slots.Count(slot => best.Slots.TryGetValue(slot.Key, out var value) && Same(slot.Value, value));

    // A label written as "5" and a value 5 are the same: editors and spreadsheets change one into the other.
    internal static bool Same(JsonElement label, SlotValue value) => label.ValueKind switch
    {
        JsonValueKind.Null => value is { Number: null, Text: null },
        JsonValueKind.Number when value.Number is { } number => Math.Abs(label.GetDouble() - number) < 1e-9,
        _ => label.ToString() == Text(value),
    };

    private static string Text(SlotValue value) => value.Number?.ToString(CultureInfo.InvariantCulture) ?? value.Text ?? "";

    private static string Text(string intent, IEnumerable<(string Name, string Value)> slots)
    {
        var named = slots.OrderBy(slot => slot.Name, StringComparer.Ordinal).Select(slot => $"{slot.Name}={slot.Value}");
        return $"{intent}({string.Join(", ", named)})";
    }
}

using EdgeRuntime.Assistant.Understanding.Sentences;

namespace Assistant.Tests.Understanding.FreeSentences;

/// <summary>A model that says what a test wants: pieces are words, logits are made of the probabilities that it is given.</summary>
internal sealed class ScriptedSentences : ISentenceModel
{
    private const float Sure = 12;

    /// <summary>Settings of a small model: intents, labels and slots of the glasses' context.</summary>
    public static SentenceSettings Settings { get; } = new()
    {
        Schema = 1,
        Intents = ["SetTimer", "SetVolume", "Call", "SetAlarm", "FindPhone", "SendMessage", "TakePhoto", "-"],
        Labels = ["duration", "percent", "contact", "when", "words"],
        Slots = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>
        {
            ["SetTimer"] = Places(("duration", ["duration"])),
            ["SetVolume"] = Places(("percent", ["percent"])),
            ["Call"] = Places(("contact", ["contact"])),
            ["SetAlarm"] = Places(("when", ["time", "day", "week", "part"])),
            ["TakePhoto"] = Places(("duration", ["delay"])),
            ["SendMessage"] = Places(("contact", ["contact"]), ("words", ["message"])),
        },
        Needs = Places(("SetTimer", ["duration"]), ("SetVolume", ["percent"]), ("Call", ["contact"]), ("SetAlarm", ["time", "duration"])),
        NaturalNo = ["FindPhone"],
        NaturalTold = [],
        Weights = [0, 1, 0, 0, 0, -2, 1],
        AcceptFrom = 0.9,
        AskFrom = 0.3,
        ElsewhereFrom = 0.9,
        FlagFrom = 0.5,
    };

    /// <summary>Probability of intents by name; what is left goes to all others alike.</summary>
    public Dictionary<string, double> Intents { get; init; } = [];

    /// <summary>Words that are marked, by label.</summary>
    public Dictionary<string, string> Slots { get; init; } = [];

    /// <summary>Probability of more than one wish.</summary>
    public double More { get; init; } = 0.01;

    /// <summary>Probability of a wish that is not meant.</summary>
    public double Negated { get; init; } = 0.01;

    public SentenceOutput Run(string plain)
    {
        List<TextSpan> pieces = [];
        foreach (var word in System.Text.RegularExpressions.Regex.EnumerateMatches(plain, "[a-z0-9']+|[^ ]"))
        {
            pieces.Add(new TextSpan(word.Index, word.Index + word.Length));
        }

        var left = Math.Max(1e-9, 1 - Intents.Values.Sum()) / (Settings.Intents.Count - Intents.Count);
        return new SentenceOutput(
            [.. Settings.Intents.Select(name => (float)Math.Log(Intents.GetValueOrDefault(name, left)))],
            [.. pieces.SelectMany(piece => Tags(plain, piece))],
            [LogOdds(More), LogOdds(Negated)],
            pieces);
    }

    public void Dispose()
    {
    }

    private float[] Tags(string plain, TextSpan piece)
    {
        var tags = new float[1 + (2 * Settings.Labels.Count)];
        foreach (var (label, words) in Slots)
        {
            var start = plain.IndexOf(words, StringComparison.Ordinal);
            if (piece.Start < start || piece.End > start + words.Length) continue;
            tags[1 + (2 * Settings.Labels.ToList().IndexOf(label)) + (piece.Start > start ? 1 : 0)] = Sure;
            return tags;
        }

        tags[0] = Sure;
        return tags;
    }

    private static float LogOdds(double share) => (float)Math.Log(share / (1 - share));

    private static Dictionary<string, IReadOnlyList<string>> Places(params (string Label, string[] Slots)[] places) =>
        places.ToDictionary(place => place.Label, place => (IReadOnlyList<string>)place.Slots);
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeRuntime.Gateway.Upstreams.Scripted;

/// <summary>What the scripted model answers to the last message. Phrases in it ask for more than a sentence:
/// <list type="bullet">
/// <item><c>call TOOL with {json}</c>: calls that tool, when the device offered it;</item>
/// <item><c>say N words</c>: an answer of that many words, up to 4000;</item>
/// <item><c>at N per second</c>: at that speed;</item>
/// <item><c>repeat: TEXT</c>: the text, for trying filters;</item>
/// <item><c>break</c>: breaks off after three words.</item>
/// </list></summary>
internal sealed partial record ScriptedAnswer(IReadOnlyList<string> Words)
{
    private const int MostWords = 4000;

    /// <summary>Speed it was asked for; null for the option's.</summary>
    public double? TokensPerSecond { get; private init; }

    /// <summary>Tool to call at the end.</summary>
    public ChatToolCall? ToolCall { get; private init; }

    /// <summary>Whether it fails at the end.</summary>
    public bool Breaks { get; private init; }

    /// <summary>The answer to a question.</summary>
    public static ScriptedAnswer To(ChatRequest request)
    {
        var last = request.Messages.LastOrDefault();
        var asked = last?.Text ?? "";
        if (last?.Role == ChatRole.Tool)
        {
            return new(Split("Scripted answer: the tool has reported back."));
        }

        if (ToolWish().Match(asked) is { Success: true } wish && request.Tools.Any(tool => tool.Name == wish.Groups[1].Value))
        {
            var call = new ChatToolCall($"scripted_{request.Messages.Count}", wish.Groups[1].Value, wish.Groups[2].Value);
            return new([]) { ToolCall = call };
        }

        var breaks = BreakWish().IsMatch(asked);
        return new(breaks ? Split("Scripted answer: this breaks") : Split(Sentence(asked, last?.Images.Count ?? 0)))
        {
            TokensPerSecond = SpeedWish().Match(asked) is { Success: true } speed
                ? int.Parse(speed.Groups[1].Value, CultureInfo.InvariantCulture)
                : null,
            Breaks = breaks,
        };
    }

    private static string Sentence(string asked, int images)
    {
        if (RepeatWish().Match(asked) is { Success: true } repeat)
        {
            return $"Scripted answer: {repeat.Groups[1].Value}";
        }

        if (LengthWish().Match(asked) is { Success: true } length)
        {
            var words = Math.Min(MostWords, int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture));
            return $"Scripted answer: {string.Join(' ', Enumerable.Range(1, Math.Max(0, words - 2)).Select(number => $"word{number}"))}.";
        }

        return images > 0
            ? $"Scripted answer: a question of {asked.Length} letters with {images} pictures has arrived."
            : $"Scripted answer: a question of {asked.Length} letters has arrived.";
    }

    // Each token but the first begins with its space, as tokens of real models do.
    private static string[] Split(string sentence) =>
        [.. sentence.Split(' ').Select((word, index) => index == 0 ? word : ' ' + word)];

    [GeneratedRegex(@"\bcall (\w{1,64}) with (\{.*\})", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex ToolWish();

    [GeneratedRegex(@"\bsay (\d{1,5}) words\b", RegexOptions.NonBacktracking)]
    private static partial Regex LengthWish();

    [GeneratedRegex(@"\bat (\d{1,5}) per second\b", RegexOptions.NonBacktracking)]
    private static partial Regex SpeedWish();

    [GeneratedRegex(@"\brepeat: (.+)", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex RepeatWish();

    [GeneratedRegex(@"\bbreak\b", RegexOptions.NonBacktracking)]
    private static partial Regex BreakWish();
}

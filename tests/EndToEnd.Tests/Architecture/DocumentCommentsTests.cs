using System.Text.RegularExpressions;

namespace EndToEnd.Tests.Architecture;

/// <summary>A document comment of a few words says more than the name and the type that stand below it.</summary>
public sealed partial class DocumentCommentsTests
{
    private const int FewWords = 3;

    // What stands in such a comment and tells nothing by itself.
    private static readonly HashSet<string> LittleWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "an", "the", "as", "at", "by", "for", "from", "in", "into", "of", "on", "to", "with", "and", "or",
        "it", "its", "one", "some", "all", "that", "their", "them", "these", "this", "those",
        "how", "what", "when", "where", "which", "who", "whom", "whose", "why",
        "are", "be", "has", "have", "is", "was", "were",
    };

    private static readonly HashSet<string> Keywords =
    [
        "abstract", "async", "class", "const", "delegate", "enum", "event", "explicit", "extern", "implicit", "in", "interface", "internal",
        "new", "operator", "out", "override", "params", "partial", "private", "protected", "public", "readonly", "record", "ref",
        "required", "scoped", "sealed", "static", "struct", "this", "unsafe", "virtual",
    ];

    private static readonly string[] Endings = ["ings", "ing", "ies", "ers", "er", "ied", "ed", "es", "s", "e", "y"];

    [Fact]
    public void AShortCommentSaysMoreThanTheName() => Assert.Empty(
        from file in SourceTree.Files("src", ".cs")
        from place in EmptyComments(File.ReadAllLines(file))
        select $"{SourceTree.NameOf(file)}:{place}");

    [Theory]
    [InlineData("<summary>Reads one event.</summary>", "public void ReadEvent(ReadOnlySpan<byte> json)", true)]
    [InlineData("<summary>Reads an event of JSON.</summary>", "public void ReadEvent(ReadOnlySpan<byte> json)", false)]
    [InlineData("<summary>The events that wait.</summary>", "public int Events => _events.Count;", false)]
    [InlineData("<summary>Number of states.</summary>", "public int StateNumber => _states.Length;", true)]
    [InlineData("<summary>The answer.</summary>", "public Task<Outcome<T>> Answered => _answer.Task;", true)]
    [InlineData("<summary>A setting.</summary>", "public Setting Define<T>(string key, Func<T, T> read)", true)]
    [InlineData("<summary>Stores a setting.</summary>", "public (int Id, Task Done) Set(Setting setting)", false)]
    [InlineData("<summary>Alarms.</summary>", "internal static class AlarmTools", true)]
    [InlineData("<summary>Alarms and timers.</summary>", "internal static class AlarmTools : Tools", false)]
    [InlineData("<summary>None.</summary>", "None = 0,", true)]
    [InlineData("<summary>Signed 16-bit integers.</summary>", "Signed16,", false)]
    [InlineData("<summary><see cref=\"Store\"/>.</summary>", "public IStore Store { get; }", true)]
    [InlineData("<value>Window.</value>", "public TimeSpan Window { get; init; }", true)]
    [InlineData("<value>Seconds.</value>", "public double Window { get; init; } = Seconds;", false)]
    [InlineData("<param name=\"phrase\">The phrase.</param>", "public void Add(string phrase, int count = 1)", true)]
    [InlineData("<param name=\"phrase\">Lower case.</param>", "public void Add(string phrase, int count = 1)", false)]
    [InlineData("<param name=\"slots\">Values.</param>", "void Add(int id, IReadOnlyDictionary<string, SlotValue> slots)", true)]
    [InlineData("<param name=\"slots\">The id.</param>", "void Add(int id, IReadOnlyDictionary<string, SlotValue> slots)", false)]
    [InlineData("<param name=\"Failure\">Why.</param>", "public sealed record Failed(Failure Failure) : AnswerEvent", true)]
    [InlineData("<returns>Frames written.</returns>", "public int Process(Span<float> frames)", false)]
    public void EmptyComments_Source_FindsWhatOnlySaysTheNameAgain(string comment, string declaration, bool found) =>
        Assert.Equal(found, EmptyComments([$"    /// {comment}", "    [Attribute]", $"    {declaration}"]).Any());

    private static IEnumerable<string> EmptyComments(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (Comment().Match(lines[i]) is not { Success: true } comment) continue;
            var text = Tag().Replace(comment.Groups["text"].Value, "$1");
            if (text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > FewWords) continue;
            var names = StemsOf(NamesIn(DeclarationBelow(lines, i), comment.Groups["parameter"].Value)).ToHashSet();
            if (StemsOf(text).All(names.Contains)) yield return $"{i + 1} {lines[i].Trim()}";
        }
    }

    private static string DeclarationBelow(string[] lines, int comment) => string.Join(
        ' ',
        lines.Skip(comment).Select(line => line.Trim())
            .SkipWhile(line => line.StartsWith("///", StringComparison.Ordinal) || line.StartsWith('['))
            .TakeWhile(line => line.Length > 0 && !line.StartsWith("///", StringComparison.Ordinal)));

    // Of a parameter its name and type; of a member the same without its parameters; of a type its name.
    private static string NamesIn(string declaration, string parameter)
    {
        if (parameter.Length > 0)
        {
            return Parameters().Matches(declaration).FirstOrDefault(match => match.Groups["name"].Value == parameter)?.Value ?? parameter;
        }

        var head = declaration[..(declaration.IndexOfAny(['{', ';', '=']) is > 0 and var end ? end : declaration.Length)];
        if (WithParameters().Match(head) is { Success: true } member) head = member.Value;
        if (TypeWithBase().Match(head) is { Success: true } type) head = type.Value;
        return string.Join(' ', Identifier().Matches(head).Select(match => match.Value).Where(name => !Keywords.Contains(name)));
    }

    private static IEnumerable<string> StemsOf(string text) =>
        from word in Word().Matches(text)
        where !LittleWords.Contains(word.Value)
        select StemOf(word.Value.ToLowerInvariant().Replace('z', 's'));

    private static string StemOf(string word)
    {
        while (Endings.FirstOrDefault(ending => word.Length >= ending.Length + 3 && word.EndsWith(ending, StringComparison.Ordinal)) is
            { } ending)
        {
            word = word[..^ending.Length];
        }

        return word.Length > 2 && word[^1] == word[^2] ? word[..^1] : word;
    }

    [GeneratedRegex(@"^\s*///\s*<(summary|value|returns|(type)?param name=""(?<parameter>\w+)"")>(?<text>.*)</\w+>\s*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"<(?:\w+ \w+=""([^""]*)""\s*/|/?\w+)>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?:[^(),<>]|<(?:[^<>]|<[^<>]*>)*>)*\b(?<name>\w+)(?=\s*[,)=])")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"^.*?\w(<[^()]*>)?(?=\()")]
    private static partial Regex WithParameters();

    [GeneratedRegex(@"^.*\b(class|struct|interface|record|enum)\s+\w+(?=.* : )")]
    private static partial Regex TypeWithBase();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")]
    private static partial Regex Word();
}

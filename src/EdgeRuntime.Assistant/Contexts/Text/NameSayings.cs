using System.Text;
using System.Text.RegularExpressions;

namespace EdgeRuntime.Assistant.Contexts.Text;

/// <summary>Turns the names that somebody else gave, such as the contacts of a phone, into what is said for them.</summary>
public static partial class NameSayings
{
    private const int MostSyllables = 6;

    private static readonly Dictionary<string, string> Titles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dr"] = "doctor",
        ["prof"] = "professor",
        ["mr"] = "mister",
        ["mrs"] = "missus",
    };

    /// <summary>Entries for the names, each with the name itself as its value. Names that are said alike are one entry: the name written as
    /// it is said stands for it, else the first. A short form that several names would share stands for none of them.</summary>
    public static IReadOnlyList<DynamicEntry> Create(IReadOnlyList<string> names)
    {
        var whole = names.Select((name, place) => (Name: name, Place: place, Words: Spoken(Plain(name))))
            .Where(said => said.Words.Length > 0)
            .GroupBy(said => said.Words, StringComparer.Ordinal)
            .ToDictionary(
                alike => alike.Key,
                alike => alike.OrderBy(said => IsAsWritten(said.Name, said.Words) ? 0 : 1).ThenBy(said => said.Place).First().Name);
        var others = names.SelectMany(name => OtherWays(name).Select(way => (Name: name, Words: Spoken(way))))
            .Where(said => said.Words.Length > 0 && !whole.ContainsKey(said.Words))
            .Distinct()
            .GroupBy(said => said.Words, StringComparer.Ordinal)
            .Where(alike => alike.Count() == 1)
            .Select(alike => alike.First());
        return
        [
            .. whole.Select(said => new DynamicEntry(said.Key, said.Value)),
            .. others.Select(said => new DynamicEntry(said.Words, said.Name)),
        ];
    }

    private static bool IsAsWritten(string name, string words) => name.Equals(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name without markup around its words.</summary>
    internal static string Plain(string name) => Markup().Replace(name, " ");

    // "Dr. Müller (work)" is called Doctor Müller, and 王小明 Wang Xiaoming or Wang Xiao Ming.
    private static IEnumerable<string> OtherWays(string name)
    {
        var plain = Plain(name);
        var brief = Aside().Replace(plain, " ");
        string[] forms = [plain, brief];
        foreach (var form in forms.Concat(forms.Select(Titled)).Distinct())
        {
            yield return form;
            foreach (var parted in Parted(form)) yield return parted;
        }
    }

    private static string Titled(string name) =>
        Word().Replace(name, word => Titles.GetValueOrDefault(word.Value.TrimEnd('.'), word.Value));

    // Scripts that write a syllable with one sign and no blanks between names: the family name is the first sign, or the first two of four.
    private static IEnumerable<string> Parted(string name)
    {
        var runes = name.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune)).ToArray();
        if (runes.Length is < 2 or > MostSyllables || !runes.All(IsSyllable)) yield break;
        yield return string.Join(' ', runes);
        for (var family = 1; family <= (runes.Length >= 4 ? 2 : 1); family++)
        {
            yield return $"{string.Concat(runes[..family])} {string.Concat(runes[family..])}";
        }
    }

    private static bool IsSyllable(Rune rune) => rune.Value is
        (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static string Spoken(string name) => string.Join(
        ' ', TextSplitter.Split(name).Where(piece => !piece.IsBlank).Select(piece => piece.Word ?? name[piece.Start..piece.End]));

    [GeneratedRegex("<[^<>]{0,100}>", RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Aside();

    [GeneratedRegex(@"\b[A-Za-z]+\b\.?", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}

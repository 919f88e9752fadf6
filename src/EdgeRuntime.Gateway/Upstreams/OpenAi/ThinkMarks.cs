using System.Globalization;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>The marks between which models write their thinking into their words: elements (<c>&lt;think&gt;</c>,
/// <c>&lt;seed:think&gt;</c>, <c>&lt;think type="x"&gt;</c>) and tokens of a template that a server leaves in the text. Case and invisible
/// characters change nothing. Sources: the model cards and chat templates of DeepSeek R1, Qwen 3, Seed-OSS, EXAONE, Magistral, Kimi-VL,
/// Command A Reasoning, MedGemma, Apertus and gpt-oss (harmony), and the reasoning parsers of vLLM and SGLang.</summary>
internal static class ThinkMarks
{
    /// <summary>What a mark may begin with.</summary>
    public const string Beginnings = "<[◁";

    /// <summary>Stands for any kind of mark.</summary>
    public const int AnyKind = -1;

    private const int MostAttributes = 256; // characters; what is longer is a text
    private const int LongestWord = 16; // of a name or the prefix before it
    private const int MoreNeeded = -1;

    private static readonly string[] Names = ["think", "thinking", "thought", "thoughts", "reasoning"];

    private static readonly (string Open, string Close)[] Tokens =
    [
        ("[THINK]", "[/THINK]"),
        ("◁think▷", "◁/think▷"),
        ("<|START_THINKING|>", "<|END_THINKING|>"),
        ("<|inner_prefix|>", "<|inner_suffix|>"),
        ("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"),
        ("<unused94>thought", "<unused95>"),
    ];

    /// <summary>Reads the mark that a text begins with.</summary>
    /// <param name="text">Its first character is one of <see cref="Beginnings"/>.</param>
    /// <param name="mayBecome">Whether the text is too short to tell.</param>
    /// <returns>A mark without length where there is none.</returns>
    public static ThinkMark Read(ReadOnlySpan<char> text, out bool mayBecome)
    {
        mayBecome = false;
        for (var kind = 0; kind < Tokens.Length; kind++)
        {
            var opens = ReadToken(text, Tokens[kind].Open);
            var closes = ReadToken(text, Tokens[kind].Close);
            mayBecome |= opens == MoreNeeded || closes == MoreNeeded;
            if (opens > 0 || closes > 0) return new(Math.Max(opens, closes), Names.Length + kind, closes > 0, IsEmpty: false);
        }

        var element = text[0] == '<' ? ReadElement(text) : default;
        mayBecome |= element.Length == MoreNeeded;
        return element.Length > 0 ? element : default;
    }

    /// <summary>Whether a character is nothing to be seen: a blank, or one that is not drawn.</summary>
    public static bool IsBlank(char c) => char.IsWhiteSpace(c) || IsInvisible(c);

    private static bool IsInvisible(char c) =>
        c > 127 && (char.GetUnicodeCategory(c) is UnicodeCategory.Format || c is >= '\uFE00' and <= '\uFE0F');

    private static int ReadToken(ReadOnlySpan<char> text, string token)
    {
        var at = 0;
        foreach (var expected in token)
        {
            at = Visible(text, at);
            if (at == text.Length) return MoreNeeded;
            if (char.ToUpperInvariant(text[at]) != char.ToUpperInvariant(expected)) return 0;
            at++;
        }

        return at;
    }

    private static ThinkMark ReadElement(ReadOnlySpan<char> text)
    {
        var at = Visible(text, 1);
        var closes = at < text.Length && text[at] == '/';
        if (closes) at++;
        Span<char> letters = stackalloc char[LongestWord];
        var name = ReadWord(text, ref at, letters);
        if (at < text.Length && text[at] == ':' && !name.IsEmpty)
        {
            at++;
            name = ReadWord(text, ref at, letters);
        }
        else if (at == text.Length && name.Length < LongestWord)
        {
            return new(MoreNeeded, 0, closes, IsEmpty: false); // of any name, since a prefix may be any
        }

        if (at == text.Length) return new(IsBeginning(name) ? MoreNeeded : 0, 0, closes, IsEmpty: false);
        var kind = KindOf(name);
        return kind < 0 ? default : ReadAttributes(text, at, kind, closes);
    }

    private static ThinkMark ReadAttributes(ReadOnlySpan<char> text, int at, int kind, bool closes)
    {
        var behind = text[at..];
        var end = behind.IndexOfAny('>', '<');
        if (end < 0) return new(behind.Length <= MostAttributes && MayBeAttributes(behind) ? MoreNeeded : 0, kind, closes, IsEmpty: false);
        var attributes = behind[..end];
        if (behind[end] == '<' || attributes.Length > MostAttributes || !MayBeAttributes(attributes)) return default;
        var isEmpty = attributes is [.., '/'];
        var isBare = IsAllBlank(isEmpty ? attributes[..^1] : attributes);
        return isBare || (!closes && attributes.Contains('=')) ? new(at + end + 1, kind, closes, isEmpty) : default;
    }

    private static bool MayBeAttributes(ReadOnlySpan<char> text) => text.IsEmpty || text[0] == '/' || IsBlank(text[0]);

    private static bool IsAllBlank(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsBlank(c)) return false;
        }

        return true;
    }

    // Letters, digits, - and _; empty where it is too long.
    private static ReadOnlySpan<char> ReadWord(ReadOnlySpan<char> text, ref int at, Span<char> letters)
    {
        var count = 0;
        at = Visible(text, at);
        while (at < text.Length && IsOfAWord(text[at]))
        {
            if (count == letters.Length) return [];
            letters[count++] = char.ToLowerInvariant(text[at]);
            at = Visible(text, at + 1);
        }

        return letters[..count];
    }

    private static bool IsOfAWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static int KindOf(ReadOnlySpan<char> name)
    {
        for (var kind = 0; kind < Names.Length; kind++)
        {
            if (name.SequenceEqual(Names[kind])) return kind;
        }

        return -1;
    }

    private static bool IsBeginning(ReadOnlySpan<char> name)
    {
        foreach (var known in Names)
        {
            if (known.AsSpan().StartsWith(name)) return true;
        }

        return false;
    }

    private static int Visible(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && IsInvisible(text[at])) at++;
        return at;
    }
}

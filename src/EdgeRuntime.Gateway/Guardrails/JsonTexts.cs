using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Filters the texts of a JSON value as they read once their escapes are undone, names of properties and numbers too, and writes
/// the value anew, so that it stays JSON whatever was replaced. A text that is JSON itself is filtered the same way; one that only holds
/// some is filtered as it stands and as it reads without escapes. One thread, one value.</summary>
/// <param name="filter">What becomes of a text; a refusal ends it.</param>
internal sealed class JsonTexts(Func<string, Outcome<string>> filter)
{
    // nothing is too deep to be looked at: the length of a text bounds it, and the reader does not recurse
    private const int Deepest = 1 << 20;
    private const int MostWithin = 8; // JSON in a text of JSON in a text …, each with twice as many escapes as the one around it

    private readonly StringBuilder _read = new();
    private bool _isChanged;

    /// <summary>Every text that was read, with its escapes undone, a line each.</summary>
    public string Read => _read.ToString();

    /// <summary>Why one of them was refused.</summary>
    public Failure? Refusal { get; private set; }

    /// <summary>Filters a value; gives it written anew, even where nothing was replaced, so that what goes on is what was read. Null when
    /// this is no JSON.</summary>
    public string? Filter(string json) => Rewrite(json, within: 0);

    /// <summary>Filters a text that is no JSON value but may hold some.</summary>
    public string FilterText(string text) => PassedAsText(text);

    private string? Rewrite(string json, int within)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        var written = new StringBuilder(json.Length);
        var copied = 0;
        try
        {
            while (reader.Read() && Refusal is null)
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number)) continue;
                var start = (int)reader.TokenStartIndex;
                written.Append(Encoding.UTF8.GetString(bytes, copied, start - copied));
                copied = start + reader.ValueSpan.Length + (reader.TokenType == JsonTokenType.Number ? 0 : 2); // quotes
                if (reader.TokenType == JsonTokenType.Number) WriteNumber(Encoding.UTF8.GetString(reader.ValueSpan), written, within);
                else WriteText(Passed(reader.GetString()!, within), written);
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null; // InvalidOperationException: half a character
        }

        return written.Append(Encoding.UTF8.GetString(bytes, copied, bytes.Length - copied)).ToString();
    }

    private void WriteNumber(string number, StringBuilder written, int within)
    {
        var digits = EscapedText.WithoutExponent(number);
        var passed = Passed(digits, within);
        if (passed == digits) written.Append(number);
        else WriteText(passed, written);
    }

    // With the fewest escapes there can be: it is read by a model, not by a browser.
    private static void WriteText(string text, StringBuilder written)
    {
        written.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\') written.Append('\\').Append(c);
            else if (c == '\n') written.Append(@"\n");
            else if (char.IsControl(c)) written.Append(@"\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else written.Append(c);
        }

        written.Append('"');
    }

    private string Passed(string text, int within)
    {
        if (Refusal is not null) return "";
        var mayBeJson = within < MostWithin && text.AsSpan().TrimStart() is ['{' or '[' or '"', ..];
        if (mayBeJson && RewriteWithin(text, within + 1) is { } rewritten) return rewritten;
        return PassedAsText(text);
    }

    // What is only written otherwise stays as it was. Where something is replaced, JSON in the text stays JSON if that is to be had.
    private string PassedAsText(string text)
    {
        _read.Append(text).Append('\n');
        var passed = Filtered(text);
        _isChanged |= passed != text;
        if (Refusal is not null) return "";
        if (!EscapedText.MayHoldAny(text)) return passed;
        var plain = EscapedText.Plain(passed);
        if (plain != passed && Filtered(plain) is var replaced && replaced != plain) passed = replaced;
        var whole = EscapedText.Whole(passed);
        if (whole != passed)
        {
            _read.Append(EscapedText.Whole(text)).Append('\n');
            passed = Filtered(whole) is var read && read != whole ? read : passed;
        }

        _isChanged |= passed != text;
        return Refusal is null ? passed : "";
    }

    private string Filtered(string text)
    {
        if (filter(text).TryGet(out var passed, out var refusal)) return passed;
        Refusal ??= refusal;
        return text;
    }

    // What is only written otherwise stays as it was.
    private string? RewriteWithin(string text, int within)
    {
        var (length, isChanged) = (_read.Length, _isChanged);
        _isChanged = false;
        var rewritten = Rewrite(text, within);
        var isChangedWithin = _isChanged;
        _isChanged |= isChanged;
        if (rewritten is null) _read.Length = length;
        return rewritten is null || isChangedWithin ? rewritten : text;
    }
}

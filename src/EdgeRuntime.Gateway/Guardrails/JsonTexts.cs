using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>Filters the texts of a JSON value as they read once their escapes are undone, names of properties and numbers too, and writes the value anew, so
/// that it stays JSON whatever was replaced. A text that is JSON itself is filtered the same way. One thread, one value.</summary>
/// <param name="filter">What becomes of a text; a refusal ends it.</param>
internal sealed class JsonTexts(Func<string, Outcome<string>> filter)
{
    private const int Deepest = 64; // of one value; longer nesting than the contract takes
    private const int MostWithin = 4; // JSON in a text of JSON in a text …

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // as it is read by a model, not by a browser
        SkipValidation = true,
    };

    private readonly StringBuilder _read = new();
    private bool _isChanged;

    /// <summary>Every text that was read, with its escapes undone, a line each.</summary>
    public string Read => _read.ToString();

    /// <summary>Why one of them was refused.</summary>
    public Failure? Refusal { get; private set; }

    /// <summary>Filters a value; gives it written anew, even where nothing was replaced, so that what goes on is what was read. Null when this is no JSON.</summary>
    public string? Filter(string json) => Rewrite(json, within: 0);

    private string? Rewrite(string json, int within)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = Deepest });
        var buffer = new ArrayBufferWriter<byte>(json.Length + 16);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        try
        {
            while (reader.Read() && Refusal is null) Copy(ref reader, writer, within);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null; // InvalidOperationException: half a character
        }

        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, int within)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(Passed(reader.GetString()!, within));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(Passed(reader.GetString()!, within));
                break;
            case JsonTokenType.Number:
                CopyNumber(Encoding.UTF8.GetString(reader.ValueSpan), writer, within);
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }

    private void CopyNumber(string number, Utf8JsonWriter writer, int within)
    {
        var passed = Passed(number, within);
        if (passed == number) writer.WriteRawValue(number, skipInputValidation: true);
        else writer.WriteStringValue(passed);
    }

    private string Passed(string text, int within)
    {
        if (Refusal is not null) return "";
        if (within < MostWithin && text.AsSpan().TrimStart() is ['{' or '[' or '"', ..] && RewriteWithin(text, within + 1) is { } rewritten) return rewritten;
        _read.Append(text).Append('\n');
        if (!filter(text).TryGet(out var passed, out var refusal))
        {
            Refusal = refusal;
            return "";
        }

        _isChanged |= passed != text;
        return passed;
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

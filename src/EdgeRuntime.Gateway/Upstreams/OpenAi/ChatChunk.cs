using System.Text;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>What one event of a streamed chat completion says. Read into the same object again and again; throws
/// <see cref="JsonException"/> or
/// <see cref="InvalidOperationException"/> (text that is not Unicode, a number where a text belongs) on anything malformed.</summary>
internal sealed partial class ChatChunk
{
    private char _half; // of a character whose other half the next event brings
    private bool _isPieced; // pieces have brought words or calls
    private bool _isWhole; // a message has brought them all at once

    /// <summary>The next words, or null.</summary>
    public string? Text { get; private set; }

    /// <summary>Bytes of UTF-8 of thinking in this event.</summary>
    public int ThoughtBytes { get; private set; }

    /// <summary>How the answer ended, by all events so far.</summary>
    public ChatFinish Finish { get; private set; }

    /// <summary>Whether this event says how the answer ended.</summary>
    public bool Ends { get; private set; }

    /// <summary>The server says that it failed.</summary>
    public bool IsError { get; private set; }

    /// <summary>Tokens of the question as the server counted them; negative when it has not.</summary>
    public long InputTokens { get; private set; } = -1;

    /// <summary>Tokens of the answer and the thinking as the server counted them; negative when it has not.</summary>
    public long OutputTokens { get; private set; } = -1;

    /// <summary>Tokens of <see cref="OutputTokens"/> that the server says were thinking, which may have come along or not.</summary>
    public long ThoughtTokens { get; private set; }

    /// <summary>Reads one event; throws <see cref="JsonException"/> where it is none.</summary>
    /// <param name="json">The whole event.</param>
    /// <param name="tools">Takes pieces of tool calls.</param>
    public void Read(ReadOnlySpan<byte> json, ToolCallAssembler tools)
    {
        Text = null;
        ThoughtBytes = 0;
        Ends = false;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject);
        var (complains, isFine) = (false, false);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                isFine |= ReadChoices(ref reader, tools);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                isFine |= ReadUsage(ref reader);
            }
            else if (ChunkError.IsName(ref reader))
            {
                IsError |= ChunkError.IsSaid(ref reader);
            }
            else if (ChunkError.IsKind(ref reader))
            {
                IsError |= ChunkError.IsError(ref reader);
            }
            else
            {
                var complaint = ChunkError.Complains(ref reader);
                complains |= complaint == true;
                isFine |= complaint == false;
            }
        }

        reader.Read(); // throws when something stands behind the object
        IsError |= complains && !isFine;
        if (_half != 0 && Finish is ChatFinish.Whole or ChatFinish.ToolCalls) throw new InvalidOperationException("Half a character.");
    }

    // Whether there is a choice.
    private bool ReadChoices(ref Utf8JsonReader reader, ToolCallAssembler tools)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        Expect(ref reader, JsonTokenType.StartArray);
        var count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            Expect(ref reader, JsonTokenType.StartObject);
            if ((IndexOf(reader) ?? count) == 0)
            {
                ReadChoice(ref reader, tools);
            }
            else
            {
                reader.Skip(); // one answer was asked for
            }
        }

        return count > 0;
    }

    // Of a copy of the reader: the number may stand behind what it decides about.
    private static int? IndexOf(Utf8JsonReader choice)
    {
        int? index = null;
        while (NextProperty(ref choice))
        {
            var isIndex = choice.ValueTextEquals("index"u8);
            choice.Read();
            if (isIndex && choice.TokenType == JsonTokenType.Number && choice.TryGetInt32(out var number)) index = number;
            choice.Skip();
        }

        return index;
    }

    private void ReadChoice(ref Utf8JsonReader reader, ToolCallAssembler tools)
    {
        Utf8JsonReader message = default, text = default;
        var (hasDelta, hasMessage, hasText) = (false, false, false);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                hasDelta = true;
                ReadPiece(ref reader, tools);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                hasMessage = true;
                message = reader;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                hasText = true;
                text = reader;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                IsError |= ChunkError.IsSaid(ref reader);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                ReadFinish(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Beside pieces both repeat them.
        if (hasMessage && !_isPieced) ReadMessage(ref message, tools);
        if (hasText && !hasDelta && !hasMessage) ReadText(ref text);
    }

    private void ReadPiece(ref Utf8JsonReader reader, ToolCallAssembler tools)
    {
        if (!ReadDelta(ref reader, tools)) return;
        if (_isWhole) throw new JsonException("A piece behind a whole message.");
        _isPieced = true;
    }

    // Nobody knows whether a second one goes on with the first or stands in its place.
    private void ReadMessage(ref Utf8JsonReader reader, ToolCallAssembler tools)
    {
        if (!ReadDelta(ref reader, tools)) return;
        if (_isWhole) throw new JsonException("A second message where pieces belong.");
        _isWhole = true;
    }

    // Pieces as the older completions have them.
    private void ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        ReadContent(ref reader);
    }

    // Whether it brought words or calls.
    private bool ReadDelta(ref Utf8JsonReader reader, ToolCallAssembler tools)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        var (said, called) = (Text, false);
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("refusal"u8))
            {
                reader.Read();
                ReadContent(ref reader);
            }
            else if (IsThought(ref reader))
            {
                reader.Read();
                ThoughtBytes = Math.Max(ThoughtBytes, BytesOfThought(ref reader)); // said the same under several names
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                called |= tools.Read(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                IsError |= ChunkError.IsSaid(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return called || !ReferenceEquals(Text, said);
    }

    // Of several ends the worst counts.
    private void ReadFinish(ref Utf8JsonReader reader)
    {
        reader.Read();
        var finish = FinishOf(ref reader);
        Finish = finish > Finish ? finish : Finish;
        Ends |= finish != ChatFinish.None;
    }

    private static ChatFinish FinishOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return FinishReasons.Read(reader.GetString()!);
        var finish = reader.TokenType == JsonTokenType.Null ? ChatFinish.None : ChatFinish.Unknown;
        reader.Skip();
        return finish;
    }

    // A text, or parts of which each is a text, thinking or a reference to a source.
    private void ReadContent(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Say(CutText.Read(ref reader));
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String) Say(CutText.Read(ref reader));
            else ReadPart(JsonElement.ParseValue(ref reader));
        }
    }

    private void ReadPart(JsonElement part)
    {
        switch (part.TryGetProperty("type"u8, out var type) ? type.GetString() : "text")
        {
            case "text" or "output_text":
                Say(part.TryGetProperty("text"u8, out var text) ? text.GetString() : null);
                break;
            case "refusal":
                Say(part.TryGetProperty("refusal"u8, out var refusal) ? refusal.GetString() : null);
                break;
            case "thinking" or "reasoning":
                ThoughtBytes += Encoding.UTF8.GetByteCount(part.GetRawText());
                break;
            case "reference":
                break;
            default:
                throw new JsonException("A part of an answer is no text.");
        }
    }

    private void Say(string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        text = _half == 0 ? text : _half + text;
        _half = char.IsHighSurrogate(text[^1]) ? text[^1] : '\0';
        text = _half == 0 ? text : text[..^1];
        if (text.Length == 0) return;
        var isHalf = char.IsLowSurrogate(text[0]) || (char.IsHighSurrogate(text[0]) && (text.Length == 1 || !char.IsLowSurrogate(text[1])));
        if (isHalf) throw new InvalidOperationException("Half a character.");
        Text = Text is null ? text : Text + text;
    }

    private static bool IsThought(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("thinking"u8)
        || reader.ValueTextEquals("reasoning_details"u8);

    // A text, or parts that hold texts. What is encrypted says nothing about its length, but that the model thinks.
    private static int BytesOfThought(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return TextBytes(ref reader);
        var (bytes, least, depth) = (0, 0, reader.CurrentDepth);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return 0;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var isText = reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("summary"u8) || reader.ValueTextEquals("thinking"u8);
            var isSealed = reader.ValueTextEquals("data"u8);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) continue;
            bytes += isText ? TextBytes(ref reader) : 0;
            least = isSealed && !reader.ValueSpan.IsEmpty ? 1 : least;
        }

        return Math.Max(bytes, least);
    }

    private static int TextBytes(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? Encoding.UTF8.GetByteCount(CutText.Read(ref reader)!) : reader.ValueSpan.Length;

    private static bool NextProperty(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException($"Expected {type}, found {reader.TokenType}.");
        }
    }
}

using System.Text;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>What one event of a streamed chat completion says. Read into the same object again and again; throws
/// <see cref="JsonException"/> or
/// <see cref="InvalidOperationException"/> (text that is not Unicode, a number where a text belongs) on anything malformed.</summary>
internal sealed class ChatChunk
{
    /// <summary>The next words, or null.</summary>
    public string? Text { get; private set; }

    /// <summary>Bytes of UTF-8 of thinking in this event.</summary>
    public int ThoughtBytes { get; private set; }

    /// <summary>How the answer ended, by all events so far.</summary>
    public ChatFinish Finish { get; private set; }

    /// <summary>The server says that it failed.</summary>
    public bool IsError { get; private set; }

    /// <summary>Tokens of the question as the server counted them; negative when it has not.</summary>
    public long InputTokens { get; private set; } = -1;

    /// <summary>Tokens of the answer and the thinking as the server counted them; negative when it has not.</summary>
    public long OutputTokens { get; private set; } = -1;

    /// <summary>Reads one event.</summary>
    /// <param name="json">The whole event.</param>
    /// <param name="tools">Takes pieces of tool calls.</param>
    public void Read(ReadOnlySpan<byte> json, ToolCallAssembler tools)
    {
        Text = null;
        ThoughtBytes = 0;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader, tools);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                IsError |= reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        reader.Read(); // throws when something stands behind the object
    }

    private void ReadChoices(ref Utf8JsonReader reader, ToolCallAssembler tools)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Expect(ref reader, JsonTokenType.StartArray);
        for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
        {
            if (first)
            {
                ReadChoice(ref reader, tools);
            }
            else
            {
                reader.Skip(); // one answer was asked for
            }
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader, ToolCallAssembler tools)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("delta"u8))
            {
                ReadDelta(ref reader, tools);
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                reader.Read();
                var finish = FinishOf(ref reader);
                Finish = finish > Finish ? finish : Finish;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadDelta(ref Utf8JsonReader reader, ToolCallAssembler tools)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("refusal"u8))
            {
                reader.Read();
                ReadContent(ref reader);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
            {
                reader.Read();
                ThoughtBytes = Math.Max(ThoughtBytes, TextBytes(ref reader)); // servers that know both names say the same under both
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                tools.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static ChatFinish FinishOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return FinishReasons.Of(reader.GetString()!);
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
            Say(reader.GetString());
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String) Say(reader.GetString());
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

    private void Say(string? text) => Text = Text is null ? text : Text + text;

    private static int TextBytes(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return 0;
        }

        return reader.ValueIsEscaped ? Encoding.UTF8.GetByteCount(reader.GetString()!) : reader.ValueSpan.Length;
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        long total = -1;
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                InputTokens = Number(ref reader, InputTokens);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                OutputTokens = Number(ref reader, OutputTokens);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                total = Number(ref reader, total);
            }
            else
            {
                reader.Skip();
            }
        }

        // Some servers leave thinking out of the one number, but never out of the total.
        if (InputTokens >= 0 && OutputTokens >= 0) OutputTokens = Math.Max(OutputTokens, total - InputTokens);
    }

    private static long Number(ref Utf8JsonReader reader, long otherwise)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value))
        {
            return value;
        }

        reader.Skip();
        return otherwise;
    }

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

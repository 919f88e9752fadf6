using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>What one event of a streamed chat completion says. Read into the same object again and again; throws
/// <see cref="JsonException"/> or
/// <see cref="InvalidOperationException"/> (text that is not Unicode, a number where a text belongs) on anything malformed.</summary>
internal sealed class ChatChunk
{
    /// <summary>The next words, or null.</summary>
    public string? Text { get; private set; }

    /// <summary>The answer is complete.</summary>
    public bool Finished { get; private set; }

    /// <summary>It is complete because it became too long.</summary>
    public bool CutShort { get; private set; }

    /// <summary>The server says that it failed.</summary>
    public bool IsError { get; private set; }

    /// <summary>Tokens of the question as the server counted them; negative when it has not.</summary>
    public long InputTokens { get; private set; } = -1;

    /// <summary>Tokens of the answer as the server counted them; negative when it has not.</summary>
    public long OutputTokens { get; private set; } = -1;

    /// <summary>Reads one event.</summary>
    /// <param name="json">The whole event.</param>
    /// <param name="tools">Takes pieces of tool calls.</param>
    public void Read(ReadOnlySpan<byte> json, ToolCallAssembler tools)
    {
        Text = null;
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
                Finished |= reader.TokenType == JsonTokenType.String;
                CutShort |= reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("length"u8);
                reader.Skip();
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
                Text = reader.TokenType == JsonTokenType.Null ? Text : Text + reader.GetString();
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

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

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
            else
            {
                reader.Skip();
            }
        }
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

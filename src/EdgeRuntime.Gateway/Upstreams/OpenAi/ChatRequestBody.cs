using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>Writes a question as the body of <c>POST /chat/completions</c>.</summary>
internal static class ChatRequestBody
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the body is never part of a page
        SkipValidation = true,
    };

    public static ReadOnlyMemory<byte> Write(ChatRequest request, RouteOptions route)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("model"u8, route.Model.Length == 0 ? request.Model : route.Model);
        json.WriteBoolean("stream"u8, true);
        json.WriteStartObject("stream_options"u8);
        json.WriteBoolean("include_usage"u8, true);
        json.WriteEndObject();
        json.WriteNumber(route.MaxTokensField, request.MaxOutputTokens);
        json.WriteStartArray("messages"u8);
        foreach (var message in request.Messages)
        {
            WriteMessage(json, message);
        }

        json.WriteEndArray();
        WriteTools(json, request.Tools);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, RoleName(message.Role));
        if (message.Images.Count > 0)
        {
            WriteParts(json, message);
        }
        else
        {
            json.WriteString("content"u8, message.Text);
        }

        if (message.ToolCallId is { } id)
        {
            json.WriteString("tool_call_id"u8, id);
        }

        WriteToolCalls(json, message.ToolCalls);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> RoleName(ChatRole role) => role switch
    {
        ChatRole.System => "system"u8,
        ChatRole.User => "user"u8,
        ChatRole.Assistant => "assistant"u8,
        _ => "tool"u8,
    };

    private static void WriteParts(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartArray("content"u8);
        if (message.Text.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, message.Text);
            json.WriteEndObject();
        }

        foreach (var image in message.Images)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "image_url"u8);
            json.WriteStartObject("image_url"u8);
            WriteDataUrl(json, image.Span);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDataUrl(Utf8JsonWriter json, ReadOnlySpan<byte> jpeg)
    {
        var head = "data:image/jpeg;base64,"u8;
        var rented = ArrayPool<byte>.Shared.Rent(head.Length + Base64.GetMaxEncodedToUtf8Length(jpeg.Length));
        head.CopyTo(rented);
        Base64.EncodeToUtf8(jpeg, rented.AsSpan(head.Length), out _, out var written);
        json.WriteString("url"u8, rented.AsSpan(0, head.Length + written));
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void WriteToolCalls(Utf8JsonWriter json, IReadOnlyList<ChatToolCall> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.Id);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.ArgumentsJson);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTools(Utf8JsonWriter json, IReadOnlyList<Contracts.V1.Tool> tools)
    {
        if (tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, tool.Name);
            json.WriteString("description"u8, tool.Description);
            json.WritePropertyName("parameters"u8);
            WriteSchema(json, tool.ParametersJson);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // The schema comes from the device: it is parsed before it becomes part of the body, so that it cannot add fields of its own.
    private static void WriteSchema(Utf8JsonWriter json, string schema)
    {
        try
        {
            using var document = JsonDocument.Parse(schema);
            document.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteStartObject(); // a tool without a readable schema takes anything
            json.WriteString("type"u8, "object"u8);
            json.WriteEndObject();
        }
    }
}

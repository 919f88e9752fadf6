using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>How servers, and what stands before them, say in the middle of a stream that they failed: by an <c>error</c> anywhere, by the
/// kind of an event, or by an event without choices and count that has only words and numbers of a failure. Every method leaves the reader
/// at the end of the property's value. Sources: vLLM, SGLang, OpenRouter, FastAPI, Apigee and Baidu.</summary>
internal static class ChunkError
{
    private const int FirstFailure = 400; // as HTTP numbers them; what servers number themselves lies above

    /// <summary>Whether a property of this name means an error wherever it stands.</summary>
    public static bool IsName(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("errors"u8) || reader.ValueTextEquals("Error"u8);

    /// <summary>Whether such a property says something: not null, false, zero or an empty text.</summary>
    public static bool IsSaid(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isSaid = reader.TokenType switch
        {
            JsonTokenType.Null or JsonTokenType.False => false,
            JsonTokenType.String => !reader.ValueSpan.IsEmpty,
            JsonTokenType.Number => !IsZero(ref reader),
            _ => true,
        };
        reader.Skip();
        return isSaid;
    }

    /// <summary>Whether a property of this name says of which kind an event is.</summary>
    public static bool IsKind(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("event"u8);

    /// <summary>Whether the kind is an error.</summary>
    public static bool IsError(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isError = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("error"u8);
        reader.Skip();
        return isError;
    }

    /// <summary>True when any other property means an error in an event that has nothing better to say, false when it says that all is
    /// well, null when neither.</summary>
    public static bool? Complains(ref Utf8JsonReader reader)
    {
        if (IsWording(ref reader)) return IsSaid(ref reader) ? true : null;
        var isCode = reader.ValueTextEquals("code"u8) || reader.ValueTextEquals("status"u8) || reader.ValueTextEquals("status_code"u8)
            || reader.ValueTextEquals("statusCode"u8) || reader.ValueTextEquals("error_code"u8);
        var isFlag = reader.ValueTextEquals("success"u8) || reader.ValueTextEquals("ok"u8);
        reader.Read();
        bool? complains = reader.TokenType switch
        {
            JsonTokenType.Number when isCode => IsZero(ref reader) ? false : IsFailure(ref reader),
            JsonTokenType.String when isCode => reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("failed"u8) ? true : null,
            JsonTokenType.False when isFlag => true,
            JsonTokenType.True when isFlag => false,
            _ => null,
        };
        reader.Skip();
        return complains;
    }

    private static bool IsWording(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("msg"u8) || reader.ValueTextEquals("detail"u8)
        || reader.ValueTextEquals("error_msg"u8) || reader.ValueTextEquals("error_message"u8) || reader.ValueTextEquals("error_type"u8)
        || reader.ValueTextEquals("err"u8) || reader.ValueTextEquals("fault"u8) || reader.ValueTextEquals("exception"u8);

    private static bool IsZero(ref Utf8JsonReader reader) => reader.TryGetInt64(out var number) && number == 0;

    private static bool? IsFailure(ref Utf8JsonReader reader) =>
        !reader.TryGetInt64(out var number) || number >= FirstFailure ? true : null;
}

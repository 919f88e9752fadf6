using System.Text;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Questions about JSON that a peer sent.</summary>
internal static class Json
{
    private const int Deepest = 32;

    /// <summary>True for the text of one JSON object, nested at most 32 deep, whose texts are Unicode once their escapes are
    /// undone.</summary>
    public static bool IsObject(string text) => IsWhole(text, mustBeObject: true);

    /// <summary>True for the text of one JSON value of that kind.</summary>
    public static bool IsValue(string text) => IsWhole(text, mustBeObject: false);

    private static bool IsWhole(string text, bool mustBeObject)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            if (!reader.Read() || (mustBeObject && reader.TokenType != JsonTokenType.StartObject)) return false;
            do
            {
                if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true }) reader.GetString();
            }
            while (reader.Read());
            return true;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}

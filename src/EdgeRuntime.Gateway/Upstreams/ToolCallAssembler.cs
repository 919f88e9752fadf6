using System.Text;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>Puts tool calls together from the pieces in which they are streamed. Holds at most <see cref="MostCalls"/> calls of
/// <see cref="MostArgumentChars"/> characters, whatever a server sends.</summary>
internal sealed class ToolCallAssembler(ChatRequest request)
{
    public const int MostCalls = 16;
    public const int MostArgumentChars = 16_384; // ToolCall.arguments_json of the contract holds as many bytes
    private const int LongestIdBytes = 64; // ToolCall.call_id
    private readonly List<Piece> _pieces = [];

    /// <summary>True when a limit was broken; the answer is worth nothing then.</summary>
    public bool TooLarge { get; private set; }

    /// <summary>True while there are pieces of calls that are not finished.</summary>
    public bool Begun => _pieces.Count > 0;

    /// <summary>Takes the array of pieces of one event; the reader stands at its name.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.StartObject);
            ReadPiece(ref reader);
        }
    }

    /// <summary>The calls, whole and checked: a tool that was offered, an object as arguments. Null when one is not so.</summary>
    public IReadOnlyList<ChatToolCall>? Finish()
    {
        var calls = new List<ChatToolCall>(_pieces.Count);
        foreach (var piece in _pieces)
        {
            var arguments = piece.Arguments.Length == 0 ? "{}" : piece.Arguments.ToString();
            if (request.Tools.All(tool => tool.Name != piece.Name) || !IsObject(arguments))
            {
                return null;
            }

            calls.Add(new ChatToolCall(UniqueId(piece.Id, calls), piece.Name, arguments));
        }

        _pieces.Clear();
        return calls;
    }

    private void ReadPiece(ref Utf8JsonReader reader)
    {
        int? index = null;
        string? id = null, name = null, arguments = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32();
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.GetString();
            }
            else if (reader.ValueTextEquals("function"u8))
            {
                ReadFunction(ref reader, ref name, ref arguments);
            }
            else
            {
                reader.Skip();
            }
        }

        Add(index, id, name, arguments);
    }

    private static void ReadFunction(ref Utf8JsonReader reader, ref string? name, ref string? arguments)
    {
        reader.Read();
        Expect(reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = reader.GetString();
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                arguments = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }
    }

    // Some servers number the pieces, some send each call in one piece with an identity and no number.
    private void Add(int? index, string? id, string? name, string? arguments)
    {
        var piece = index is { } number
            ? _pieces.Find(each => each.Index == number)
            : id is null && name is null ? _pieces.LastOrDefault() : null;
        if (piece is null)
        {
            if (_pieces.Count == MostCalls)
            {
                TooLarge = true;
                return;
            }

            _pieces.Add(piece = new Piece(index ?? -1));
        }

        piece.Id ??= id;
        piece.Name += name;
        piece.Arguments.Append(arguments);
        TooLarge |= piece.Arguments.Length > MostArgumentChars || piece.Name.Length > MostArgumentChars;
    }

    private string UniqueId(string? id, List<ChatToolCall> calls)
    {
        var taken = request.Messages.SelectMany(message => message.ToolCalls).Concat(calls).Any(call => call.Id == id);
        return string.IsNullOrEmpty(id) || taken || Encoding.UTF8.GetByteCount(id) > LongestIdBytes
            ? $"call_{request.Messages.Count}_{calls.Count}"
            : id;
    }

    private static bool IsObject(string json)
    {
        if (Encoding.UTF8.GetByteCount(json) > MostArgumentChars)
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Expect(bool expected)
    {
        if (!expected)
        {
            throw new JsonException("A tool call has an unexpected shape.");
        }
    }

    private sealed class Piece(int index)
    {
        public int Index { get; } = index;

        public string? Id { get; set; }

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}

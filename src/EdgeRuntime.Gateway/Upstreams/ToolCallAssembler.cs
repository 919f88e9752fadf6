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
            if (IsEcho(piece)) continue;
            var arguments = piece.Arguments.Length == 0 ? "{}" : piece.Arguments.ToString();
            if (!IsOffered(piece.Name) || !IsObject(arguments))
            {
                return null;
            }

            calls.Add(new ChatToolCall(UniqueId(piece.Id, calls), piece.Name, arguments));
        }

        _pieces.Clear();
        return calls;
    }

    /// <summary>Forgets the pieces of calls that were not finished; gives how many bytes of UTF-8 they had.</summary>
    public long Drop()
    {
        var bytes = _pieces.Sum(static piece => (long)Encoding.UTF8.GetByteCount(piece.Name + piece.Arguments));
        _pieces.Clear();
        return bytes;
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
                arguments = reader.TokenType == JsonTokenType.StartObject
                    ? JsonElement.ParseValue(ref reader).GetRawText()
                    : CutText.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Add(int? index, string? id, string? name, string? arguments)
    {
        var piece = CallThatGoesOn(index, id, name, arguments);
        if (piece is null)
        {
            if (_pieces.Count == MostCalls)
            {
                TooLarge = true;
                return;
            }

            _pieces.Add(piece = new Piece(index ?? -1));
        }

        piece.Id = string.IsNullOrEmpty(piece.Id) ? id : piece.Id;
        piece.Name += name == piece.Name ? "" : name; // some servers repeat it with every piece
        if (!Repeats(piece, id, arguments)) piece.Arguments.Append(arguments);
        TooLarge |= piece.Arguments.Length > MostArgumentChars || piece.Name.Length > MostArgumentChars;
    }

    // Servers number the pieces of each call, or number none, or give all calls the same number; they name a call once or in every piece,
    // by a new identity each time even. What is sure: a call whose arguments are whole does not go on in a piece that names a call.
    private Piece? CallThatGoesOn(int? index, string? id, string? name, string? arguments)
    {
        var isNamed = !string.IsNullOrEmpty(id) || !string.IsNullOrEmpty(name);
        if (!isNamed && index is null) return _pieces.LastOrDefault();
        var last = _pieces.FindLast(each => each.Index == (index ?? -1));
        if (last is null || !isNamed) return last;
        if (!string.IsNullOrEmpty(id) && _pieces.FindLast(each => each.Id == id && each.Index == last.Index) is { } same)
        {
            return string.IsNullOrWhiteSpace(arguments) || Repeats(same, id, arguments) || !IsWhole(same) ? same : null;
        }

        var isOther = last.Arguments.Length == 0
            ? (!string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(last.Id))
                || (IsOffered(last.Name) && !string.IsNullOrEmpty(name) && name != last.Name)
            : arguments?.TrimStart() is null or ['{', ..] || IsObject(last.Arguments.ToString());
        return isOther ? null : last;
    }

    // A call that is whole and comes a second time, as a whole, under its own identity.
    private static bool Repeats(Piece piece, string? id, string? arguments) =>
        !string.IsNullOrEmpty(id) && piece.Id == id && piece.Arguments.Equals(arguments.AsSpan()) && IsWhole(piece);

    private static bool IsWhole(Piece piece) =>
        piece.Arguments.Length > 0 && piece.Arguments[^1] == '}' && IsObject(piece.Arguments.ToString());

    // A last piece without arguments that only repeats the name of a call which has them.
    private bool IsEcho(Piece piece) => piece.Arguments.Length == 0
        && _pieces.Exists(each => each != piece && each.Index == piece.Index && each.Name == piece.Name && each.Arguments.Length > 0);

    private bool IsOffered(string name) => request.Tools.Any(tool => tool.Name == name);

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
        catch (Exception malformed) when (malformed is JsonException or ArgumentException)
        {
            return false; // ArgumentException: half a character
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

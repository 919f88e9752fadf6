using System.Text;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>Puts tool calls together from the pieces in which they are streamed. Holds at most <see cref="MostCalls"/> calls of
/// <see cref="MostArgumentChars"/> characters, whatever a server sends.</summary>
internal sealed class ToolCallAssembler(ChatRequest request)
{
    public const int MostCalls = 16;
    public const int MostArgumentChars = 16_384; // ToolCall.arguments_json of the contract holds as many bytes
    private const int LongestIdBytes = 64; // ToolCall.call_id
    private readonly List<Piece> _pieces = [];
    private readonly List<Piece> _finished = []; // of earlier ends: some servers send calls again behind them

    /// <summary>True when a limit was broken; the answer is worth nothing then.</summary>
    public bool TooLarge { get; private set; }

    /// <summary>True while there are pieces of calls that are not finished.</summary>
    public bool Begun => _pieces.Count > 0;

    /// <summary>Takes the array of pieces of one event; the reader stands at its name. False when there is none.</summary>
    public bool Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return false;
        }

        var count = 0;

        Expect(reader.TokenType == JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.StartObject);
            ReadPiece(ref reader);
            count++;
        }

        return count > 0;
    }

    /// <summary>The calls, whole and checked: a tool that was offered, an object as arguments. Null when one is not so.</summary>
    public IReadOnlyList<ChatToolCall>? Finish()
    {
        var calls = new List<ChatToolCall>(_pieces.Count);
        foreach (var piece in _pieces)
        {
            if (IsEcho(piece) || _finished.Exists(other => Repeats(other, piece))) continue;
            if (!IsOffered(piece.Name) || !piece.IsWhole || piece.HasLentName || _finished.Count == MostCalls)
            {
                return null;
            }

            calls.Add(new ChatToolCall(UniqueId(piece.Id), piece.Name, piece.WholeArguments));
            _finished.Add(piece);
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

            _pieces.Add(piece = NewPiece(index ?? -1, id, name));
        }

        piece.Id = string.IsNullOrEmpty(piece.Id) ? id : piece.Id;
        piece.Name += name == piece.Name ? "" : name; // some servers repeat it with every piece
        piece.Arguments.Append(arguments);
        TooLarge |= piece.Arguments.Length > MostArgumentChars || piece.Name.Length > MostArgumentChars;
    }

    // A piece without a name behind a call that is whole can only be that call once more, in pieces again.
    private Piece NewPiece(int index, string? id, string? name)
    {
        var isNamed = !string.IsNullOrEmpty(id) || !string.IsNullOrEmpty(name);
        var last = isNamed ? null : _pieces.FindLast(each => each.Index == index);
        return new Piece(index) { Id = last?.Id, Name = last?.Name ?? "", HasLentName = last is not null };
    }

    // Servers number the pieces of each call, or number none, or give all calls the same number; they name a call once or in every piece,
    // by a new identity each time even. What is sure: a call whose arguments are whole does not go on in a piece that begins an object.
    private Piece? CallThatGoesOn(int? index, string? id, string? name, string? arguments)
    {
        var isNamed = !string.IsNullOrEmpty(id) || !string.IsNullOrEmpty(name);
        var last = !isNamed && index is null ? _pieces.LastOrDefault() : _pieces.FindLast(each => each.Index == (index ?? -1));
        var begins = arguments?.TrimStart() is ['{', ..];
        if (last is null || !isNamed) return begins && last is { Arguments.Length: > 0, IsWhole: true } ? null : last;
        if (!string.IsNullOrEmpty(id) && _pieces.FindLast(each => each.Id == id && each.Index == last.Index) is { } same)
        {
            return begins && same is { Arguments.Length: > 0, IsWhole: true } ? null : same;
        }

        var isOther = last.Arguments.Length == 0
            ? (!string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(last.Id))
                || (IsOffered(last.Name) && !string.IsNullOrEmpty(name) && name != last.Name)
            : arguments is null || begins || last.IsWhole;
        return isOther ? null : last;
    }

    // The same call under the same identity, whole both times, however its arguments are spaced.
    private static bool Repeats(Piece piece, Piece other) =>
        !string.IsNullOrEmpty(piece.Id) && piece.Id == other.Id && piece.Name == other.Name && piece.IsWhole && other.IsWhole
        && IsEqual(piece.WholeArguments, other.WholeArguments);

    private static bool IsEqual(string one, string other)
    {
        using var left = JsonDocument.Parse(one);
        using var right = JsonDocument.Parse(other);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    // A last piece without arguments that only repeats the name of a call which has them.
    private bool IsEcho(Piece piece) => piece.Arguments.Length == 0
        && _pieces.Exists(each => each != piece && each.Index == piece.Index && each.Name == piece.Name && each.Arguments.Length > 0);

    private bool IsOffered(string name) => request.Tools.Any(tool => tool.Name == name);

    private string UniqueId(string? id)
    {
        var taken = _finished.Exists(call => call.Id == id)
            || request.Messages.SelectMany(message => message.ToolCalls).Any(call => call.Id == id);
        return string.IsNullOrEmpty(id) || taken || Encoding.UTF8.GetByteCount(id) > LongestIdBytes
            ? $"call_{request.Messages.Count}_{_finished.Count}"
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

        /// <summary>Whether identity and name are those of the piece before.</summary>
        public bool HasLentName { get; init; }

        public string WholeArguments => Arguments.Length == 0 ? "{}" : Arguments.ToString();

        public bool IsWhole => IsObject(WholeArguments);
    }
}

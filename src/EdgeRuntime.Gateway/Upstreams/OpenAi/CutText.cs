using System.Buffers.Text;
using System.Text.Json;

namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>Reads texts of JSON that may begin or end with half a character: some servers cut an answer between the two escapes of one
/// (<c>\ud83d</c>, <c>\ude00</c>). Whoever puts the pieces together gets it whole.</summary>
internal static class CutText
{
    private const int EscapeBytes = 6; // \uXXXX

    /// <summary>The text that the reader stands at, null for null; with half a character at its beginning or end where it is cut so. Throws
    /// <see cref="InvalidOperationException"/> for anything else than text and for half a character in the middle.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.ValueIsEscaped) return reader.GetString();
        var raw = reader.ValueSpan;
        var low = HalfAt(raw, 0, char.IsLowSurrogate);
        var rest = low == 0 ? raw : raw[EscapeBytes..];
        var high = EndsInAnEscape(rest) ? HalfAt(rest, rest.Length - EscapeBytes, char.IsHighSurrogate) : '\0';
        if (low == 0 && high == 0) return reader.GetString();
        rest = high == 0 ? rest : rest[..^EscapeBytes];
        byte[] middle = [(byte)'"', .. rest, (byte)'"'];
        var inner = new Utf8JsonReader(middle);
        inner.Read();
        return (low == 0 ? "" : low.ToString()) + inner.GetString() + (high == 0 ? "" : high.ToString());
    }

    private static char HalfAt(ReadOnlySpan<byte> raw, int at, Func<char, bool> isHalf)
    {
        if (raw.Length < at + EscapeBytes || raw[at] != '\\' || raw[at + 1] != 'u') return '\0';
        var isNumber = Utf8Parser.TryParse(raw.Slice(at + 2, 4), out ushort value, out var read, 'x') && read == 4;
        return isNumber && isHalf((char)value) ? (char)value : '\0';
    }

    // The stroke is not itself escaped.
    private static bool EndsInAnEscape(ReadOnlySpan<byte> raw)
    {
        if (raw.Length < EscapeBytes || raw[^EscapeBytes] != '\\') return false;
        var before = raw[..^EscapeBytes];
        return (before.Length - before.TrimEnd((byte)'\\').Length) % 2 == 0;
    }
}

using System.Buffers.Text;
using System.Text;

namespace UpstreamServer;

/// <summary>What a question asks of the server, found in the bytes of its body without reading it as JSON:
/// the server must cost less than what is measured with it.</summary>
internal readonly record struct Wish(int Words, double Rate, int DelayMs, string Fault)
{
    public static Wish In(ReadOnlySpan<byte> body, int words, double rate) => new(
        (int)Number(body, "say "u8, " words"u8, words), Number(body, "at "u8, " per second"u8, rate), (int)Number(body, "delay="u8, [], 0),
        Word(body, "fault="u8));

    // The last place where the number stands between these.
    private static double Number(ReadOnlySpan<byte> body, ReadOnlySpan<byte> before, ReadOnlySpan<byte> behind, double otherwise)
    {
        for (var at = body.LastIndexOf(before); at >= 0; at = body[..at].LastIndexOf(before))
        {
            var rest = body[(at + before.Length)..];
            if (Utf8Parser.TryParse(rest, out double value, out var length) && rest[length..].StartsWith(behind))
            {
                return value;
            }
        }

        return otherwise;
    }

    private static string Word(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var at = body.LastIndexOf(name);
        if (at < 0)
        {
            return "";
        }

        var rest = body[(at + name.Length)..];
        var length = rest.IndexOfAny(" \"\\"u8);
        return Encoding.UTF8.GetString(length < 0 ? rest : rest[..length]);
    }
}

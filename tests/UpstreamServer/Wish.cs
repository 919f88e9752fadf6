using System.Buffers.Text;
using System.Text;

namespace UpstreamServer;

/// <summary>What a question asks of the server, found in the bytes of its body without reading it as JSON: the server must cost less than what is measured with it.</summary>
internal readonly record struct Wish(int Tokens, double Rate, int DelayMs, string Fault)
{
    public static Wish In(ReadOnlySpan<byte> body, int tokens, double rate) => new(
        (int)Number(body, "tokens="u8, tokens), Number(body, "rate="u8, rate), (int)Number(body, "delay="u8, 0), Word(body, "fault="u8));

    private static double Number(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name, double otherwise) =>
        body.LastIndexOf(name) is var at and >= 0 && Utf8Parser.TryParse(body[(at + name.Length)..], out double value, out _) ? value : otherwise;

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

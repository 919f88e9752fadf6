using System.Text;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Understanding.Pronouncing;

/// <summary>The pronouncing lexicon, searched in the bytes of its file: opening it parses nothing. Immutable,
/// safe for any thread.</summary>
/// <remarks>Lines of <c>word SPACE phones</c> in ascending byte order, one character per phone (A..Z are the phones 1..26, a..m 27..39),
/// a line per pronunciation with the usual one first; lines that begin with # stand at the head.</remarks>
public sealed class Lexicon
{
    private const byte Newline = (byte)'\n';
    private const byte Separator = (byte)' ';
    private const int LongestWord = 128;

    private readonly byte[] _text;

    /// <summary>Takes ownership of the bytes of a lexicon file.</summary>
    public Lexicon(byte[] text) => _text = text;

    /// <summary>Size of the file in bytes.</summary>
    public int Bytes => _text.Length;

    /// <summary>Reads a lexicon file. Fails with <c>lexicon-unreadable</c> or <c>lexicon-invalid</c>.</summary>
    public static Outcome<Lexicon> Open(string path)
    {
        try
        {
            var text = File.ReadAllBytes(path);
            return FirstEntryIsValid(text)
                ? new Lexicon(text)
                : Unusable("lexicon-invalid", $"The lexicon {path} does not hold lines of a word, a space and its phones.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unusable("lexicon-unreadable", $"The lexicon {path} cannot be read: {e.Message}");
        }
    }

    /// <summary>Pronunciations of a lower-case word, the usual one first, each a list of phone ids 1..39;
    /// empty when it is not listed.</summary>
    public IReadOnlyList<byte[]> Find(string word)
    {
        if (word.Length is 0 or > LongestWord || word[0] == '#' || word.Contains(' '))
            return [];
        Span<byte> key = stackalloc byte[LongestWord * 3];
        key = key[..Encoding.UTF8.GetBytes(word, key)];
        var found = new List<byte[]>();
        for (var at = LowerBound(key); at < _text.Length; at = NextLine(at))
        {
            var line = LineAt(at);
            var separator = line.IndexOf(Separator);
            if (separator < 0 || !line[..separator].SequenceEqual(key))
                break;
            found.Add(Decode(line[(separator + 1)..]));
        }

        return found;
    }

    private static Failure Unusable(string code, string message) =>
        new(Stages.Model, code, message, "Restore models/lexicon.txt from the release.", Blame.Model);

    private static bool FirstEntryIsValid(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && text[0] == '#')
            text = text.IndexOf(Newline) is var end and >= 0 ? text[(end + 1)..] : [];
        var line = text[..Math.Max(0, text.IndexOf(Newline))].TrimEnd((byte)'\r');
        var separator = line.IndexOf(Separator);
        return separator > 0 && separator < line.Length - 1 && !line[(separator + 1)..].ContainsAnyExcept(PhoneLetters);
    }

    private static ReadOnlySpan<byte> PhoneLetters => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"u8;

    private static byte[] Decode(ReadOnlySpan<byte> letters)
    {
        letters = letters.TrimEnd((byte)'\r');
        var phones = new byte[letters.Length];
        for (var i = 0; i < phones.Length; i++)
            phones[i] = (byte)(PhoneLetters.IndexOf(letters[i]) + 1);
        return phones;
    }

    private int LowerBound(ReadOnlySpan<byte> key)
    {
        int low = 0, high = _text.Length; // both at line starts
        while (low < high)
        {
            var middle = LineStart(low + (high - low) / 2, low);
            if (WordAt(middle).SequenceCompareTo(key) < 0)
                low = NextLine(middle);
            else
                high = middle;
        }

        return low;
    }

    private int LineStart(int at, int low) => low + _text.AsSpan(low, at - low).LastIndexOf(Newline) + 1;

    private int NextLine(int at) => _text.AsSpan(at).IndexOf(Newline) is var end and >= 0 ? at + end + 1 : _text.Length;

    private ReadOnlySpan<byte> LineAt(int at) => _text.AsSpan(at..NextLine(at)).TrimEnd(Newline);

    private ReadOnlySpan<byte> WordAt(int at)
    {
        var line = LineAt(at);
        return line.IndexOf(Separator) is var end and >= 0 && line[0] != '#' ? line[..end] : line;
    }
}

using EdgeRuntime.Assistant.Understanding.Sentences;
using Microsoft.ML.Tokenizers;

namespace EdgeRuntime.Inference.Language;

/// <summary>Cuts plain text into the pieces of a vocabulary (WordPiece). Any thread.</summary>
internal sealed class PieceCutter
{
    private static readonly BertOptions Options = new()
    {
        LowerCaseBeforeTokenization = false, // plain text is lower case already, and must keep its length
        RemoveNonSpacingMarks = false,
        IndividuallyTokenizeCjk = false,
    };

    private readonly BertTokenizer _tokenizer;

    private PieceCutter(BertTokenizer tokenizer, int size) => (_tokenizer, Size) = (tokenizer, size);

    /// <summary>Pieces of the vocabulary.</summary>
    public int Size { get; }

    /// <summary>Piece that begins a sentence.</summary>
    public long Begin => _tokenizer.ClassificationTokenId;

    /// <summary>Piece that ends it.</summary>
    public long End => _tokenizer.SeparatorTokenId;

    /// <summary>A cutter over a vocabulary, one piece a line; null where it is none.</summary>
    public static PieceCutter? Open(byte[] vocabulary)
    {
        try
        {
            using var stream = new MemoryStream(vocabulary);
            return new PieceCutter(BertTokenizer.Create(stream, Options), vocabulary.AsSpan().Count((byte)'\n'));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidDataException)
        {
            return null; // the caller names the file
        }
    }

    /// <summary>Ids of the pieces and where they stand.</summary>
    public IEnumerable<(long Id, TextSpan At)> Cut(string plain) =>
        _tokenizer.EncodeToTokens(plain, out _).Select(token =>
            ((long)token.Id, new TextSpan(token.Offset.Start.Value, token.Offset.End.Value)));
}

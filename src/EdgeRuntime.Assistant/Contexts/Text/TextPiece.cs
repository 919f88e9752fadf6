namespace EdgeRuntime.Assistant.Contexts.Text;

/// <summary>A piece of text as it is heard: a blank, (a part of) a word,
/// or something written that can be said in one or more ways.</summary>
/// <param name="Start">Offset of its first character in the text.</param>
/// <param name="End">Offset behind its last character.</param>
/// <param name="Word">The word in lower case; null for a blank and for something said differently.</param>
/// <param name="Sayings">Ways of saying it, words parted by blanks, the usual one first; null for a word and a blank.</param>
internal readonly record struct TextPiece(int Start, int End, string? Word, IReadOnlyList<string>? Sayings)
{
    public bool IsBlank => Word is null && Sayings is null;
}

namespace EdgeRuntime.Assistant.Understanding.Typed;

/// <summary>One word that a typed text may stand for.</summary>
/// <param name="To">Position behind it.</param>
/// <param name="Word">The word, lower case.</param>
/// <param name="IsDigits">True where it was typed as digits.</param>
internal readonly record struct TextEdge(int To, string Word, bool IsDigits);

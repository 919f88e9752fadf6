namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>What a model says of one sentence, all logits.</summary>
/// <param name="Intents">[intents]; the last one stands for all that the glasses do not do.</param>
/// <param name="Tags">[pieces, 1 + 2 x labels]: outside, then the beginning and the inside of each label.</param>
/// <param name="Flags">[2]: more than one wish, a wish that is not meant.</param>
/// <param name="Pieces">Where each piece stands in the text.</param>
public sealed record SentenceOutput(float[] Intents, float[] Tags, float[] Flags, IReadOnlyList<TextSpan> Pieces);

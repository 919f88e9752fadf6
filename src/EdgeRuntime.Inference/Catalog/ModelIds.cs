namespace EdgeRuntime.Inference.Catalog;

/// <summary>Ids of the models that the runtime knows by name.</summary>
public static class ModelIds
{
    /// <summary>Phone CTC: features [1, n, 80] to logits [1, n/4, 40].</summary>
    public const string Acoustic = "acoustic";

    /// <summary>Phone CTC that reads a finished utterance again: features [1, n, 80] to logits [1, n/4, 40].</summary>
    public const string SecondPass = "second-pass";

    /// <summary>Gaussians of a GMM-HMM: features [n, 39] to log densities [n, streams * phones * Gaussians].</summary>
    public const string Expert = "expert";

    /// <summary>Voice activity: features [1, n, 80] to logits [1, n/4, 1].</summary>
    public const string Vad = "vad";

    /// <summary>Wake phrases: features [1, n, 80] to logits [1, n/4, phrases].</summary>
    public const string Wake = "wake";

    /// <summary>Acoustic logits of the window around a wake phrase, [1, 60, 40], to logits [1, 15, phrases], all rows alike.</summary>
    public const string WakeReader = "wake-reader";

    /// <summary>Letters [1, n] to phone CTC logits [1, 2n, 40].</summary>
    public const string GraphemeToPhoneme = "g2p";

    /// <summary>Free sentences: pieces [1, n] to intents [1, i], tags [1, n, t] and flags [1, 2].</summary>
    public const string Sentences = "sentences";
}

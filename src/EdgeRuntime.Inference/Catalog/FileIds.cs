namespace EdgeRuntime.Inference.Catalog;

/// <summary>Ids of the files that travel with the models and are checked as they are.</summary>
public static class FileIds
{
    /// <summary>Pronouncing lexicon, sorted text.</summary>
    public const string Lexicon = "lexicon";

    /// <summary>Mean feature vector of the training speech, 80 little-endian float32.</summary>
    public const string FeaturesPrior = "features-prior";

    /// <summary>Decoder settings fitted to the acoustic model, JSON.</summary>
    public const string AcousticDecoding = "acoustic-decoding";

    /// <summary>What speech at large sounds like, binary.</summary>
    public const string Background = "background";

    /// <summary>Wake phrases and their thresholds, JSON.</summary>
    public const string WakeSettings = "wake-settings";

    /// <summary>States of the acoustic expert and how they weigh its Gaussians, binary.</summary>
    public const string ExpertTables = "expert-tables";

    /// <summary>Pieces that sentences are cut into, one a line.</summary>
    public const string SentenceVocabulary = "sentences-vocabulary";

    /// <summary>What belongs to the model of free sentences, JSON.</summary>
    public const string SentenceSettings = "sentences-settings";
}

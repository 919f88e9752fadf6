namespace EdgeRuntime.Assistant.Understanding.Sentences;

/// <summary>A model that reads one free sentence. One thread at a time; owned by whoever opened it.</summary>
public interface ISentenceModel : IDisposable
{
    /// <summary>Reads a sentence.</summary>
    /// <param name="plain">Text as <see cref="PlainText.From"/> gives it; what is beyond the model's length is left out.</param>
    SentenceOutput Run(string plain);
}

namespace EdgeRuntime.Device.Evaluation.Sentences;

/// <summary>What the glasses do with a sentence.</summary>
public enum SentenceEnd
{
    /// <summary>It is carried out, or handed on as understood.</summary>
    Act,

    /// <summary>The wearer is asked, about a missing slot or about what was meant.</summary>
    Ask,

    /// <summary>Nothing is done.</summary>
    Decline,
}

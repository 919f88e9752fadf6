namespace EdgeRuntime.Assistant.Understanding;

/// <summary>What speaks for a phrase being a part of longer words, in nats.</summary>
/// <param name="Before">Speech that runs into the phrase, 0 to 3: 0 after a pause, more the more phones stand there.</param>
/// <param name="Onset">By how much another first phone fits better ("few" than "view");
/// counts only where speech runs into the phrase, since at the beginning of an utterance the first phone is the one heard worst.</param>
/// <param name="Ending">How well a regular ending fits behind it ("glasses" than "glass"), with how likely it is to be one.</param>
public readonly record struct BorderEvidence(double Before, double Onset, double Ending)
{
    private const double LowestEnding = -3;
    private const double OnsetDoubt = 2.5; // by which another first phone fits better in "view glass" as it is said

    /// <summary>All together; from 0 on the phrase was rather inside other words.</summary>
    public double Sum => Before + Math.Max(LowestEnding, Ending) + (Before > 0 ? Math.Max(0, Onset - OnsetDoubt) : 0);

    /// <summary>Whether the phrase was rather inside other words.</summary>
    public bool IsInside => Sum >= 0;
}

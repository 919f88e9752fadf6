namespace EdgeRuntime.Assistant.Listening;

/// <summary>A phrase that wakes the glasses.</summary>
/// <param name="Text">Its words, lower case.</param>
/// <param name="Threshold">Probability from which the always-on model reports it, 0..1.</param>
public sealed record WakePhrase(string Text, float Threshold)
{
    /// <value>False keeps the phrase silent although the model knows it. Default true.</value>
    public bool Enabled { get; init; } = true;
}

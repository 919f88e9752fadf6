namespace EdgeRuntime.Device.Hearing;

/// <summary>One phrase of the wake model.</summary>
/// <param name="Text">Its words, lower case.</param>
/// <param name="Threshold">Sum of both stages from which it wakes.</param>
/// <param name="Offered">False for phrases that the model only knows in order to tell them apart.</param>
/// <param name="FirstStage">Probability from which the first stage shows this phrase to the second; null for that of all phrases.</param>
public sealed record WakePhraseSetting(string Text, double Threshold, bool Offered = true, float? FirstStage = null);

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>How well a phrase fits the best stretch of a window of sound.</summary>
/// <param name="Score">Log-probability per spoken frame relative to the free phone loop; at most 0;
/// -infinity when the window is too short.</param>
/// <param name="WorstPhone">Lowest score of one phone of the phrase per frame, relative to the free phone loop.</param>
/// <param name="FirstFrame">First model frame (40 ms) of the phrase in the window.</param>
/// <param name="LastFrame">Last model frame of the phrase in the window.</param>
public readonly record struct PhraseScore(double Score, double WorstPhone, int FirstFrame, int LastFrame);

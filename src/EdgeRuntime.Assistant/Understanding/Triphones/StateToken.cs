namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>The end of one path of a <see cref="StateSearch"/>.</summary>
/// <param name="State">State of the HMM: three for every state of the phone graph.</param>
/// <param name="Score">Nats below the best state of every frame, summed up.</param>
/// <param name="History">What was said, as a place in the pool of outputs.</param>
/// <param name="Output">Output of this frame, not yet in the history; 0 for none.</param>
/// <param name="EndsWord">True in the last phone of a word, and in silence.</param>
internal readonly record struct StateToken(int State, float Score, int History, int Output, bool EndsWord);

namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>A phone between two others, at its place in some readings.</summary>
/// <param name="Phone">Its number in the tables.</param>
/// <param name="Left">The phone before it.</param>
/// <param name="Right">The phone behind it.</param>
/// <param name="State0">Its first state.</param>
/// <param name="State1">Its second state.</param>
/// <param name="State2">Its third state.</param>
internal readonly record struct TriphoneCopy(int Phone, int Left, int Right, int State0, int State1, int State2);

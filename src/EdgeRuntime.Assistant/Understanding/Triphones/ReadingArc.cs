namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>One phone of some readings.</summary>
/// <param name="From">Node that it leaves.</param>
/// <param name="To">Node that it leads to.</param>
/// <param name="Phone">Its number in the tables.</param>
/// <param name="EndsWord">Whether it is the last one of a word.</param>
internal readonly record struct ReadingArc(int From, int To, int Phone, bool EndsWord);

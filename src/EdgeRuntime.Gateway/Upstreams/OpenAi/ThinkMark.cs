namespace EdgeRuntime.Gateway.Upstreams.OpenAi;

/// <summary>A mark at which thinking begins or ends.</summary>
/// <param name="Length">Characters; 0 where there is none.</param>
/// <param name="Kind">The same for a mark and the one that ends what it begins.</param>
/// <param name="Closes">Whether it ends thinking.</param>
/// <param name="IsEmpty">Whether nothing stands between it and its own end.</param>
internal readonly record struct ThinkMark(int Length, int Kind, bool Closes, bool IsEmpty);

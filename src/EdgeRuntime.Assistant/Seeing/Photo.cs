namespace EdgeRuntime.Assistant.Seeing;

/// <summary>A photo that a camera took and kept.</summary>
/// <param name="IsSimulated">True when it shows nothing real.</param>
public sealed record Photo(string Path, bool IsSimulated);

namespace EdgeRuntime.Contracts.Companion;

/// <summary>A whole list of names that can be said.</summary>
/// <param name="Names">At most 1000, of at most 100 characters each.</param>
public sealed record NamesBody(IReadOnlyList<string> Names);

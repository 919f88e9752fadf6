namespace EdgeRuntime.Assistant.Tools;

/// <summary>What a tool did.</summary>
/// <param name="Answer">What the glasses say, one or more short sentences.</param>
public sealed record ToolResult(string Answer)
{
    /// <summary>What the next <c>Undo</c> would take back, as in "Undone: …"; null when nothing can be undone.</summary>
    public string? Undo { get; init; }

    /// <summary>What the wearer has to say before anything can be done; null when it was done.
    /// <see cref="Answer"/> is the question then.</summary>
    public FollowUp? Asks { get; init; }

    /// <summary>True when simulated hardware did it.</summary>
    public bool Simulated { get; init; }
}

namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What the player has in hand, and whether it sounds.</summary>
/// <param name="Playing">True while sound comes out.</param>
/// <param name="Track">Number of the track, from 1.</param>
public sealed record MediaState(bool Playing = false, int Track = 1)
{
    /// <summary>The playlist it is from; null where none was chosen.</summary>
    public string? Playlist { get; init; }
}

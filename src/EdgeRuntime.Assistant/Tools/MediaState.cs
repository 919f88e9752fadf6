namespace EdgeRuntime.Assistant.Tools;

/// <summary>What plays.</summary>
/// <param name="Playing">True while sound comes out.</param>
/// <param name="Playlist">Playlist that is on; null for none in particular.</param>
/// <param name="Track">Number of the track in the playlist, from 1.</param>
public sealed record MediaState(bool Playing = false, string? Playlist = null, int Track = 1)
{
    /// <summary>True while the tracks come in random order.</summary>
    public bool Shuffled { get; init; }
}

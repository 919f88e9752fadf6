namespace EdgeRuntime.Assistant.Tools;

/// <summary>What plays music and podcasts.</summary>
public interface IMediaPlayer
{
    /// <summary>True when no real player stands behind it.</summary>
    bool IsSimulated { get; }

    /// <summary>Carries out a command; gives what plays afterwards.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="playlist">Playlist to start with <see cref="MediaCommand.Play"/>; null for what was on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Outcome<MediaState>> SendAsync(MediaCommand command, string? playlist, CancellationToken cancellationToken);
}

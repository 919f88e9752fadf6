namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What plays music and podcasts.</summary>
public interface IMediaPlayer
{
    /// <summary>True when no real player stands behind it.</summary>
    bool IsSimulated { get; }

    /// <summary>Carries out a command; gives what plays afterwards.</summary>
    ValueTask<Outcome<MediaState>> SendAsync(MediaCommand command, CancellationToken cancellationToken);

    /// <summary>Plays a playlist from its beginning; gives what plays afterwards.</summary>
    ValueTask<Outcome<MediaState>> PlayAsync(string playlist, CancellationToken cancellationToken);
}

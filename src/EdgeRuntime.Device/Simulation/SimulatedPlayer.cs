using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Simulation;

/// <summary>A media player for machines without one: it keeps what would play in the state, and plays nothing.</summary>
/// <param name="state">Where that is kept.</param>
public sealed class SimulatedPlayer(IGlassesState state) : IMediaPlayer
{
    /// <inheritdoc/>
    public bool IsSimulated => true;

    /// <inheritdoc/>
    public ValueTask<Outcome<MediaState>> SendAsync(MediaCommand command, CancellationToken cancellationToken) =>
        KeepAsync(now => After(now, command), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Outcome<MediaState>> PlayAsync(string playlist, CancellationToken cancellationToken) =>
        KeepAsync(_ => new MediaState(Playing: true) { Playlist = playlist }, cancellationToken);

    private async ValueTask<Outcome<MediaState>> KeepAsync(Func<MediaState, MediaState> change, CancellationToken cancellationToken)
    {
        var kept = await state.UpdateAsync(now => now with { Media = change(now.Media) }, cancellationToken).ConfigureAwait(false);
        return kept.TryGet(out var after, out var failure) ? after.Media : failure;
    }

    private static MediaState After(MediaState now, MediaCommand command) => command switch
    {
        MediaCommand.Play => now with { Playing = true },
        MediaCommand.Pause => now with { Playing = false },
        MediaCommand.Next => now with { Playing = true, Track = now.Track + 1 },
        _ => now with { Playing = true, Track = Math.Max(1, now.Track - 1) },
    };
}

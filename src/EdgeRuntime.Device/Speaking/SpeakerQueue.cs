using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Lets answers and rings be heard one after the other instead of over each other.</summary>
/// <param name="sound">Sounds the tone of a ring; null where nothing can.</param>
/// <param name="tone">The tone; null for the built-in one.</param>
public sealed class SpeakerQueue(ISpeaker speaker, ISoundOutput? sound = null, RingToneOptions? tone = null) : ISpeaker, IDisposable
{
    private readonly RingTone _tone = new(tone ?? new RingToneOptions());
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken) =>
        InTurnAsync(() => speaker.SayAsync(sentences, cancellationToken), cancellationToken);

    /// <summary>Sounds the tone, then says the sentences; where the tone cannot be sounded they are said all the same,
    /// and the failure comes back.</summary>
    public ValueTask<Outcome<SpokenAnswer>> RingAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                var silent = sound is null ? null : (await sound.TakeAsync(_tone.Wav, cancellationToken).ConfigureAwait(false)).Failure;
                var said = await speaker.SayAsync(sentences, cancellationToken).ConfigureAwait(false);
                return silent is null ? said : silent;
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async ValueTask<Outcome<SpokenAnswer>> InTurnAsync(
        Func<ValueTask<Outcome<SpokenAnswer>>> speak, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await speak().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }
}

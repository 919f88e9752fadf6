using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Bridge;

/// <summary>Lets answers and alarms speak one after the other instead of over each other.</summary>
/// <param name="speaker">Speaks.</param>
public sealed class SpeakerQueue(ISpeaker speaker) : ISpeaker, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await speaker.SayAsync(sentences, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}

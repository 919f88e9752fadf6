using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Prints every answer and says it as well; what keeps it from being said comes back as the failure,
/// and the text is there all the same.</summary>
public sealed class SpeakerChain(ISpeaker printed, ISpeaker spoken) : ISpeaker
{
    /// <inheritdoc/>
    public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        var shown = await printed.SayAsync(sentences, cancellationToken).ConfigureAwait(false);
        return shown.Failure is { } failure ? failure : await spoken.SayAsync(sentences, cancellationToken).ConfigureAwait(false);
    }
}

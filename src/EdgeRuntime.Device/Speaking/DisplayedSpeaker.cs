using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Shows an answer on the glasses while it is said.</summary>
public sealed class DisplayedSpeaker(IDisplay display, ISpeaker spoken) : ISpeaker
{
    /// <inheritdoc/>
    public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        display.Show(sentences);
        return spoken.SayAsync(sentences, cancellationToken);
    }
}

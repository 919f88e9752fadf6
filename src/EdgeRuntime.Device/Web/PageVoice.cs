using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Web;

/// <summary>The browser's own voice, for machines without a speech program.</summary>
internal sealed class PageVoice(GlassesPage page) : ISpeaker
{
    /// <inheritdoc/>
    public ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken) =>
        page.SayAsync(sentences, cancellationToken);
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Writes answers as text, a line each.</summary>
/// <param name="writer">Where to; not owned.</param>
public sealed class PrintedSpeaker(TextWriter writer) : ISpeaker
{
    /// <inheritdoc/>
    public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        await writer.WriteLineAsync(string.Join(' ', sentences).AsMemory(), cancellationToken).ConfigureAwait(false);
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        return new SpokenAnswer("print", TimeSpan.Zero, TimeSpan.Zero);
    }
}

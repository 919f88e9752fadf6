using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Device.Speaking;

namespace EdgeRuntime.Device.Web;

/// <summary>Shows an answer on the page's display and says it there: with the voice of this machine, or with the browser's own where none
/// is installed.</summary>
/// <param name="page">The page.</param>
/// <param name="voice">Speech program; null where none is installed.</param>
/// <param name="time">Clock.</param>
internal sealed class PageSpeaker(GlassesPage page, SpeechVoice? voice, TimeProvider time) : ISpeaker
{
    private readonly SpeechProgram? _program = voice is null ? null : new SpeechProgram(voice, new PageSound(page), time);

    /// <inheritdoc/>
    public async ValueTask<Outcome<SpokenAnswer>> SayAsync(IReadOnlyList<string> sentences, CancellationToken cancellationToken)
    {
        if (_program is null || !page.IsOpen) return await page.SayAsync(sentences, cancellationToken).ConfigureAwait(false);
        page.Show(sentences);
        return await _program.SayAsync(sentences, cancellationToken).ConfigureAwait(false);
    }
}

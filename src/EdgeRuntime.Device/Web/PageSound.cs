using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Device.Speaking;

namespace EdgeRuntime.Device.Web;

/// <summary>The loudspeaker of the page: plays each sentence there and waits until it was heard. Where no page is open nothing is
/// heard.</summary>
internal sealed class PageSound(GlassesPage page) : ISoundOutput
{
    /// <inheritdoc/>
    public bool IsHeard => page.IsOpen;

    /// <inheritdoc/>
    public async ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
    {
        if (!(await WavBytes.ReadAsync(wav, cancellationToken).ConfigureAwait(false)).TryGet(out var samples, out var unreadable))
        {
            return unreadable;
        }

        var length = TimeSpan.FromSeconds((double)samples.Length / AudioFormat.SampleRateHz);
        return await page.PlayAsync(wav, length, cancellationToken).ConfigureAwait(false);
    }
}

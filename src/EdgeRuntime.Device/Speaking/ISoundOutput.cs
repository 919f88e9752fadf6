using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Where spoken sentences go: a loudspeaker or a file.</summary>
public interface ISoundOutput
{
    /// <summary>Takes one sentence and returns its length when it has been heard or written.</summary>
    /// <param name="wav">A whole WAV file.</param>
    /// <param name="cancellationToken">Stops the sound at once.</param>
    ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken);
}

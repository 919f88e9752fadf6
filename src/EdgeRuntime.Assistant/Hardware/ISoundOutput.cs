namespace EdgeRuntime.Assistant.Hardware;

/// <summary>Where sentences and tones go: a loudspeaker or a file.</summary>
public interface ISoundOutput
{
    /// <summary>False while nobody could hear it, as with a page that is closed: then nothing is made for it.</summary>
    bool IsHeard => true;

    /// <summary>Takes one sentence and returns its length when it has been heard or written.</summary>
    /// <param name="wav">A whole WAV file.</param>
    /// <param name="cancellationToken">Stops the sound at once.</param>
    ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken);
}

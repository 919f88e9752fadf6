using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What the glasses hear with. Closed until somebody is to hear.</summary>
public interface IMicrophone
{
    /// <summary>Begins to hear; the sound belongs to the caller. A failure says what is missing.</summary>
    /// <param name="explain">Told what is wrong with the microphone while the sound goes on; returns at once.</param>
    Outcome<IAudioSource> Open(Action<Failure> explain);
}

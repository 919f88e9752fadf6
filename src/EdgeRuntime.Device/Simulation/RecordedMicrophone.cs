using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Device.Bridge;

namespace EdgeRuntime.Device.Simulation;

/// <summary>A recording in the place of a microphone; the sound ends with it.</summary>
/// <param name="open">Opens the recording.</param>
/// <param name="speed">Seconds of sound per second of time; 0 for as fast as it can be heard.</param>
public sealed class RecordedMicrophone(Func<Outcome<WavSource>> open, double speed, TimeProvider time) : IMicrophone
{
    /// <inheritdoc/>
    public Outcome<IAudioSource> Open(Action<Failure> explain)
    {
        if (!open().TryGet(out var recording, out var unusable)) return unusable;
        return speed > 0 ? new PacedSource(recording, speed, time) : recording;
    }
}

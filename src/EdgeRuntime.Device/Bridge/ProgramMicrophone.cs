using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Bridge;

/// <summary>The microphone of this machine, read through a program.</summary>
/// <param name="options">Program, silence and pauses.</param>
public sealed class ProgramMicrophone(MicrophoneOptions options, TimeProvider time) : IMicrophone
{
    /// <inheritdoc/>
    public Outcome<IAudioSource> Open(Action<Failure> explain) =>
        SteadyMicrophone.Start(options, ProgramFinder.FromEnvironment(), time, explain).TryGet(out var sound, out var missing)
            ? sound
            : missing;
}

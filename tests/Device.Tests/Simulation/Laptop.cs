using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Simulation;
using EdgeRuntime.Device.Speaking;

namespace Device.Tests.Simulation;

/// <summary>This machine as the glasses, with what is built in.</summary>
internal static class Laptop
{
    public static GlassesHardware Open(StateStore state, TimeProvider time) => LaptopHardware.Open(
        state, state.Folder, time, new ProgramMicrophone(new MicrophoneOptions(), time), new SpeechOptions());
}

using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device;

/// <summary>Opens one kind of hardware.</summary>
/// <param name="state">State of the glasses.</param>
/// <param name="folder">State folder, for pictures.</param>
/// <param name="time">Clock.</param>
public delegate GlassesHardware HardwareOpener(IGlassesState state, string folder, TimeProvider time);

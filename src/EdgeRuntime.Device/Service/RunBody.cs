using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Cloud;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Speaking;
using EdgeRuntime.Device.Web;

namespace EdgeRuntime.Device.Service;

/// <summary>What a run has opened before its conversation is put together. Owns nothing.</summary>
/// <param name="State">Settings of the wearer, timers, notes.</param>
/// <param name="Hardware">What the glasses are made of.</param>
/// <param name="Page">The page that is the glasses; null where other hardware is.</param>
/// <param name="Models">What it hears with.</param>
/// <param name="Speaker">Says answers and rings, one after the other.</param>
/// <param name="Cloud">The cloud; null for none.</param>
internal sealed record RunBody(
    StateStore State, GlassesHardware Hardware, GlassesPage? Page, SpeechModels Models, SpeakerQueue Speaker, CloudConnection? Cloud);

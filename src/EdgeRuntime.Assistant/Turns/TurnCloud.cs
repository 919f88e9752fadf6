using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Seeing;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>What a turn needs beyond the glasses.</summary>
/// <param name="Cloud">Answers what the glasses cannot.</param>
/// <param name="Queue">Keeps what can wait; null where nothing is kept.</param>
/// <param name="Policy">Thresholds of the router.</param>
/// <param name="Power">Battery; null where there is none.</param>
/// <param name="Skin">Warmth of the glasses; null where it is not measured.</param>
public sealed record TurnCloud(
    ICloud Cloud, IDeferredWishes? Queue, RouterOptions Policy, IPowerGauge? Power = null, IThermometer? Skin = null)
{
    /// <summary>True when the wearer has agreed for this turn by asking for this very cloud, whatever the settings say;
    /// a lock still holds.</summary>
    public bool IsAgreedTo { get; init; }

    /// <summary>Takes the picture for questions about what the wearer sees; null where there is no camera.</summary>
    public ICamera? Camera { get; init; }
}

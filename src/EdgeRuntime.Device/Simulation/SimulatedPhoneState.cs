using EdgeRuntime.Assistant.Hardware;

namespace EdgeRuntime.Device.Simulation;

/// <summary>What the simulated phone knows; written to <c>simulated-phone.json</c>, where an engineer may look and edit.</summary>
internal sealed record SimulatedPhoneState
{
    /// <summary>With whom a call is on; null without one.</summary>
    public string? InCallWith { get; init; }

    /// <summary>Who is calling; null when nobody is. Set by hand to try answering.</summary>
    public string? RingingFrom { get; init; }

    /// <summary>Messages not read yet. Added by hand to try reading.</summary>
    public IReadOnlyList<PhoneMessage> Inbox { get; init; } = [];

    /// <summary>The latest requests, oldest first.</summary>
    public IReadOnlyList<PhoneRequest> Requests { get; init; } = [];
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion.Door;

/// <summary>What a running service answers, as one line of JSON.</summary>
internal sealed record DoorReply
{
    /// <summary>Code of the failure that stands for a service that has stopped.</summary>
    public const string GoneCode = "phone-service-gone";

    /// <summary>The pairing window; null for an answer that is not about it.</summary>
    public PairingView? View { get; init; }

    /// <summary>Name of the phone whose bond was ended.</summary>
    public string? Revoked { get; init; }

    /// <summary>Why it was not done.</summary>
    public Failure? Failure { get; init; }
}

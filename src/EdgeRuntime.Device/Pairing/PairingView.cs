using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Pairing;

/// <summary>What a person sees of a pairing window.</summary>
/// <param name="State">How far it has come.</param>
public sealed record PairingView(PairingState State)
{
    /// <summary>Six digits to compare; null before there are any.</summary>
    public string? Digits { get; init; }

    /// <summary>What the phone calls itself; null before there is one.</summary>
    public string? PhoneName { get; init; }

    /// <summary>True when the person at the glasses has agreed already.</summary>
    public bool Answered { get; init; }

    /// <summary>Why it failed, or a warning while it goes on (<c>pair-busy</c>, or of a request that made no sense);
    /// null while all is well.</summary>
    public Failure? Failure { get; init; }

    /// <summary>The bond that was made, without its secret; null before.</summary>
    public string? Bond { get; init; }
}

namespace EdgeRuntime.Contracts.Pairing;

/// <summary>Types of <see cref="PairingMessage"/>, in the order in which they are sent.</summary>
public static class PairingTypes
{
    /// <summary>The phone asks for a bond.</summary>
    public const string Request = "pair-request";

    /// <summary>The glasses commit to their nonce.</summary>
    public const string Commit = "pair-commit";

    /// <summary>The phone's nonce.</summary>
    public const string Nonce = "pair-nonce";

    /// <summary>The glasses' nonce.</summary>
    public const string Reveal = "pair-reveal";

    /// <summary>The person has agreed on the sender's side.</summary>
    public const string Confirm = "pair-confirm";

    /// <summary>The phone has seen everything it needs.</summary>
    public const string Done = "pair-done";

    /// <summary>It is over, with a code.</summary>
    public const string End = "pair-end";
}

namespace EdgeRuntime.Device.Companion.Door;

/// <summary>What another program of the same person asks of a running service, as one line of JSON.</summary>
/// <param name="Do">One of the constants.</param>
internal sealed record DoorRequest(string Do)
{
    /// <summary>Open the pairing window, and tell what becomes of it.</summary>
    public const string Pair = "pair";

    /// <summary>The person's answer.</summary>
    public const string Answer = "answer";

    /// <summary>End a bond.</summary>
    public const string Revoke = "revoke";

    /// <summary>Erase everything, and stop.</summary>
    public const string Reset = "reset";

    /// <summary>With <see cref="Answer"/>: the digits are the same.</summary>
    public bool Same { get; init; }

    /// <summary>With <see cref="Revoke"/>: id of the bond.</summary>
    public string? Bond { get; init; }
}

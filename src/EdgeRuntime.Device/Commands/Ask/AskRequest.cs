namespace EdgeRuntime.Device.Commands.Ask;

/// <summary>What <c>ask</c> was told to do.</summary>
internal sealed record AskRequest
{
    /// <summary>Recording; <c>-</c> for standard input; null where a text is given.</summary>
    public string? File { get; init; }

    /// <summary>Typed wish; <c>-</c> for standard input; null where a recording is given.</summary>
    public string? Text { get; init; }

    /// <summary>Context file or folder; null for the glasses' own.</summary>
    public string? Context { get; init; }

    /// <summary>What is known around the wearer.</summary>
    public required IReadOnlyDictionary<string, string> Surroundings { get; init; }

    /// <summary>Models folder.</summary>
    public required string Models { get; init; }

    /// <summary>State folder; null for the default.</summary>
    public string? State { get; init; }

    /// <summary>Where the spoken answer goes; null for the loudspeaker.</summary>
    public string? Out { get; init; }

    /// <summary><c>off</c>, <c>local</c> or an address; null for the cloud that was connected, if any.</summary>
    public string? Cloud { get; init; }

    /// <summary>Where the trace goes; null for nowhere.</summary>
    public string? Trace { get; init; }
}

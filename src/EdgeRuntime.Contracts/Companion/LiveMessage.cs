namespace EdgeRuntime.Contracts.Companion;

/// <summary>A live message with few fields; the README of <c>Pairing</c> says which belong to which name.</summary>
/// <param name="T">Its name, one of <see cref="LiveNames"/>.</param>
public sealed record LiveMessage(string T)
{
    /// <summary>Id of a call.</summary>
    public string? Call { get; init; }

    /// <summary>What the phone is to do.</summary>
    public string? Action { get; init; }

    /// <summary>Whom it concerns.</summary>
    public string? Contact { get; init; }

    /// <summary>Who rings.</summary>
    public string? From { get; init; }

    /// <summary>How it went: <c>ok</c>, or a reason.</summary>
    public string? Code { get; init; }

    /// <summary>The same for a person.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Next { get; init; }

    /// <summary>Id of a transfer.</summary>
    public string? Transfer { get; init; }

    /// <summary>First byte that is wanted.</summary>
    public long? Offset { get; init; }

    /// <summary>How many bytes.</summary>
    public int? Count { get; init; }

    /// <summary>How long it counts.</summary>
    public int? Seconds { get; init; }

    /// <summary>True to begin, false to end.</summary>
    public bool? On { get; init; }
}

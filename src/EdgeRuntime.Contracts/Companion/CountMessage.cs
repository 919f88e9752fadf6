namespace EdgeRuntime.Contracts.Companion;

/// <summary>How far kept messages have come.</summary>
/// <param name="T"><see cref="Sync"/> or <see cref="Ack"/>.</param>
public sealed record CountMessage(string T)
{
    /// <summary>First frame of a side: what it has received so far.</summary>
    public const string Sync = "sync";

    /// <summary>Everything up to a number is kept and done.</summary>
    public const string Ack = "ack";

    /// <summary>With <see cref="Sync"/>: number of the last message that was received.</summary>
    public long? Received { get; init; }

    /// <summary>With <see cref="Sync"/> of the phone: number of the first message that it still has, or will have.</summary>
    public long? Next { get; init; }

    /// <summary>With <see cref="Sync"/> of the glasses: true where they lost what the phone gave them, so that it gives its
    /// lists anew.</summary>
    public bool? Anew { get; init; }

    /// <summary>With <see cref="Ack"/>: number of the last message that is done.</summary>
    public long? N { get; init; }
}

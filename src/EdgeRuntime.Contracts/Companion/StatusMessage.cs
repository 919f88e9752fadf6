namespace EdgeRuntime.Contracts.Companion;

/// <summary>How the glasses are.</summary>
public sealed record StatusMessage
{
    /// <summary><see cref="LiveNames.Status"/>.</summary>
    public string T { get; init; } = LiveNames.Status;

    /// <summary>The battery; null where it cannot be read.</summary>
    public BatteryRow? Battery { get; init; }

    /// <summary>Warmest spot in degrees Celsius; null where nothing measures it.</summary>
    public double? HeatC { get; init; }

    /// <summary>Free bytes where the state is kept.</summary>
    public long FreeBytes { get; init; }

    /// <summary><c>none</c>, <c>locked</c>, <c>no-consent</c> or <c>connected</c>.</summary>
    public required string Cloud { get; init; }

    /// <summary><c>video</c> while a video is recorded; null otherwise.</summary>
    public string? Recording { get; init; }

    /// <summary>What rings, as "5 minute timer"; null while nothing does.</summary>
    public string? Ringing { get; init; }

    /// <summary>What rang unheard and was not told yet; null where nothing did.</summary>
    public string? Missed { get; init; }

    /// <summary>Parts that are simulated.</summary>
    public required IReadOnlyList<string> Simulated { get; init; }
}

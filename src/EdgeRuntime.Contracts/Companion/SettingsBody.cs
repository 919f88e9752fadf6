namespace EdgeRuntime.Contracts.Companion;

/// <summary>Settings of the glasses; as a change, only what is given changes.</summary>
public sealed record SettingsBody
{
    /// <summary>Loudness, 0..100 percent.</summary>
    public int? Volume { get; init; }

    /// <summary>True while silenced; the volume is kept.</summary>
    public bool? Muted { get; init; }

    /// <summary>Nothing may leave the glasses for the cloud.</summary>
    public bool? LocalOnly { get; init; }

    /// <summary>The wearer agrees that utterances go to the cloud.</summary>
    public bool? CloudConsent { get; init; }

    /// <summary><c>normal</c> or <c>sensitive</c>.</summary>
    public string? CloudPrivacy { get; init; }

    /// <summary>Most that the cloud may cost in a month, in units of the gateway's currency; null for no limit of the wearer's own,
    /// which as a change is -1.</summary>
    public decimal? CloudBudget { get; init; }

    /// <summary>Notifications stay quiet.</summary>
    public bool? DoNotDisturb { get; init; }

    /// <summary>The phrase that wakes the glasses.</summary>
    public string? WakePhrase { get; init; }
}

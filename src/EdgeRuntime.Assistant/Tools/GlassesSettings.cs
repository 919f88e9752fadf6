using System.Text.Json.Serialization;
using EdgeRuntime.Assistant.Tools.Scheduling;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>What the wearer can adjust.</summary>
public sealed record GlassesSettings
{
    /// <summary>Largest <see cref="CloudBudget"/>, in units of the gateway's currency.</summary>
    public const decimal MostCloudBudget = 1_000_000;

    /// <value>Loudness, 0..100 percent.</value>
    public int Volume { get; init; } = 50;

    /// <value>True while silenced; <see cref="Volume"/> is kept for later.</value>
    public bool Muted { get; init; }

    /// <value>Loudness at this moment, 0..100 percent; 0 while silenced.</value>
    [JsonIgnore]
    public int Loudness => Muted ? 0 : Volume;

    /// <value>Brightness of the display, 0..100 percent.</value>
    public int Brightness { get; init; } = 60;

    /// <value>True while notifications and reminders stay quiet.</value>
    public bool DoNotDisturb { get; init; }

    /// <value>When do not disturb ends by itself; null for never.</value>
    public DateTimeOffset? DoNotDisturbUntil { get; init; }

    /// <value>The same on the clock that nobody can set.</value>
    public SteadyMoment? DoNotDisturbEnd { get; init; }

    /// <value>True when nothing may leave the glasses.</value>
    public bool LocalOnly { get; init; }

    /// <value>True when the wearer agreed that utterances may go to the cloud.</value>
    public bool CloudConsent { get; init; }

    /// <value>How freely the cloud may handle what it gets.</value>
    public PrivacyClass CloudPrivacy { get; init; }

    /// <value>Most that the cloud may cost in a month, in units of the gateway's currency;
    /// null where only the operator sets a limit.</value>
    public decimal? CloudBudget { get; init; }

    /// <value>Phrase that wakes the glasses where <c>run</c> is told none; null for the first that is offered.</value>
    public string? WakePhrase { get; init; }

    /// <value>What the wearer has turned off.</value>
    public IReadOnlyList<Permission> Denied { get; init; } = [];
}

using EdgeRuntime.Device.Companion.Broker;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Web.Serving;

namespace EdgeRuntime.Device.Service;

/// <summary>What <c>run</c> was told to do.</summary>
internal sealed record RunRequest
{
    /// <summary>Which hardware is opened.</summary>
    public HardwareKind Hardware { get; init; }

    /// <summary>True where the page <c>/glasses</c> is the glasses.</summary>
    public bool IsPage => Http is not null && Microphone is null && Wav is null && Hardware is not HardwareKind.Laptop;

    /// <summary>Program that writes raw sound; null for <c>arecord</c>.</summary>
    public string? Microphone { get; init; }

    /// <summary>Recording to hear instead of a microphone; <c>-</c> for standard input; null for the microphone.</summary>
    public string? Wav { get; init; }

    /// <summary>Seconds of the recording per second of time; 0 for as fast as it can be heard.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Wake phrases to listen for, lower case.</summary>
    public required IReadOnlyList<string> WakePhrases { get; init; }

    /// <summary>Context file or folder; null for the glasses' own.</summary>
    public string? Context { get; init; }

    /// <summary>What is known around the wearer.</summary>
    public required IReadOnlyDictionary<string, string> Surroundings { get; init; }

    /// <summary>Models folder.</summary>
    public required string Models { get; init; }

    /// <summary><c>off</c>, <c>local</c> or an address; null for the cloud that was connected, if any.</summary>
    public string? Cloud { get; init; }

    /// <summary>State folder; null for the default.</summary>
    public string? State { get; init; }

    /// <summary>Where pages are served; null for nowhere.</summary>
    public WebAddress? Http { get; init; }

    /// <summary>Where phones find the broker; null for pages only.</summary>
    public string? Mqtt { get; init; }

    /// <summary>The broker elsewhere that is used instead; null for the one in this program.</summary>
    public ForeignBrokerOptions? Elsewhere { get; init; }
}

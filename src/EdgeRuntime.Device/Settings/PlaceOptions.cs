namespace EdgeRuntime.Device.Settings;

/// <summary>Which hardware, and where programs, folders and addresses are; an option of the command line wins over each.</summary>
public sealed record PlaceOptions
{
    /// <value>Which hardware <c>run</c> opens.</value>
    public HardwareKind Hardware { get; init; }

    /// <value>Models folder; null for the one beside the program.</value>
    public string? Models { get; init; }

    /// <value>Context file or folder; null for the glasses' own.</value>
    public string? Context { get; init; }

    /// <value>What is known around the wearer.</value>
    public IReadOnlyDictionary<string, string> Surroundings { get; init; } = new Dictionary<string, string>();

    /// <value><c>off</c>, <c>local</c> or the address of a gateway; null for the one that was connected.</value>
    public string? Cloud { get; init; }

    /// <value>Program <c>edge-gateway</c> for the cloud <c>local</c>; null for the one beside this program.</value>
    public string? Gateway { get; init; }

    /// <value>Address of the broker here or elsewhere; null for none but over the pages.</value>
    public string? Broker { get; init; }

    /// <value>File with the password of a broker elsewhere.</value>
    public string? BrokerPasswordFile { get; init; }

    /// <value>File with the authorities of a broker elsewhere.</value>
    public string? BrokerAuthority { get; init; }

    /// <value>Where a phone's page reaches a broker elsewhere.</value>
    public string? BrokerForPages { get; init; }

    /// <value>Longest wait for an answer of a broker elsewhere.</value>
    public TimeSpan BrokerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>Where the pages are served; null for nowhere.</value>
    public string? Pages { get; init; }

    /// <value>Free bytes under which <c>doctor</c> calls a disk nearly full.</value>
    public long LowDiskBytes { get; init; } = 50_000_000;
}

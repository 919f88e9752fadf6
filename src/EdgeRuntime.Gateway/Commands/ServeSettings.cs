namespace EdgeRuntime.Gateway.Commands;

/// <summary>What the command line of <c>serve</c> says; null where it says nothing.</summary>
public sealed record ServeSettings
{
    /// <summary>Address and port.</summary>
    public string? Listen { get; init; }

    /// <summary>Folder for the store and the certificate.</summary>
    public string? Data { get; init; }

    /// <summary>JSON with settings, instead of the file in the data folder.</summary>
    public string? Config { get; init; }

    /// <summary>URL of the store.</summary>
    public string? Store { get; init; }

    /// <summary>Name among replicas.</summary>
    public string? Replica { get; init; }

    /// <summary>Without TLS.</summary>
    public bool Plaintext { get; init; }

    /// <summary>With a throw-away tenant.</summary>
    public bool Development { get; init; }

    /// <summary>A JSON line when ready.</summary>
    public bool ReadyJson { get; init; }

    /// <summary>The same as settings, which win over file and environment.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Overrides()
    {
        if (Listen is not null) yield return new("Gateway:Hosting:Listen", Listen);
        if (Store is not null) yield return new("Gateway:Store:Url", Store);
        if (Replica is not null) yield return new("Gateway:Sessions:Replica", Replica);
        if (Plaintext) yield return new("Gateway:Hosting:Plaintext", "true");
        if (!Development) yield break;
        yield return new("Gateway:Sessions:DrainLimit", "00:00:00.5"); // a parent that is gone waits for nothing
    }
}

namespace EdgeRuntime.Assistant.Tools;

/// <summary>How freely what was said may be handled.</summary>
public enum PrivacyClass
{
    /// <summary>May be kept as history and waits on disk while the cloud is away.</summary>
    Normal,

    /// <summary>Kept nowhere: no history in the cloud, only upstreams marked private, no waiting on disk, no hedging.</summary>
    Sensitive,
}

namespace EdgeRuntime.Assistant.Listening;

/// <summary>What an <see cref="AlwaysOnListener"/> reports.</summary>
public enum ListenerEventKind
{
    /// <summary>Speech or not, for another 40 ms.</summary>
    Activity,

    /// <summary>A wake phrase, by the always-on model alone.</summary>
    Wake,
}

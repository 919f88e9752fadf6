namespace EdgeRuntime.Assistant.Contexts;

/// <summary>What the words inside a slot mean.</summary>
public enum SlotKind
{
    /// <summary>One of a closed list; the value is the entry's <c>out</c>.</summary>
    List,

    /// <summary>A number, whole or with decimals, without a unit.</summary>
    Number,

    /// <summary>A number of hundredths.</summary>
    Percent,

    /// <summary>A length of time, in seconds.</summary>
    Duration,

    /// <summary>A time of day, <c>HH:mm</c>.</summary>
    Time,

    /// <summary>Free words; needs dictation when spoken.</summary>
    Wildcard,
}

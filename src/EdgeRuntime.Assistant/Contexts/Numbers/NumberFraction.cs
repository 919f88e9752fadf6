namespace EdgeRuntime.Assistant.Contexts.Numbers;

/// <summary>Parts of one that may be said after a whole number.</summary>
public enum NumberFraction
{
    /// <summary>Whole numbers only.</summary>
    None,

    /// <summary>"point five".</summary>
    Halves,

    /// <summary>"point one" to "point nine".</summary>
    Tenths,
}

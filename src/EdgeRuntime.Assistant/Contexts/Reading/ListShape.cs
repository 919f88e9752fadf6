namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>What kind of thing a list holds.</summary>
public enum ListShape
{
    /// <summary>Entries written in the file.</summary>
    Values,

    /// <summary>Entries given at run time; those in the file stand in until then.</summary>
    Dynamic,

    /// <summary>Numbers or hundredths between two bounds.</summary>
    Range,

    /// <summary>Lengths of time.</summary>
    Duration,

    /// <summary>Times of day.</summary>
    Time,

    /// <summary>Any words.</summary>
    Wildcard,
}

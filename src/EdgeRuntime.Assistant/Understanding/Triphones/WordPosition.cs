namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>Where in its word a phone stands; the numbers are those of the tables.</summary>
internal enum WordPosition : byte
{
    /// <summary>Between others.</summary>
    Inside,

    /// <summary>The first of several.</summary>
    Begin,

    /// <summary>The last of several.</summary>
    End,

    /// <summary>The only one.</summary>
    Single,
}

namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>What stands at once beside a number.</summary>
internal enum Touch
{
    /// <summary>Anything but letters.</summary>
    Nothing,

    /// <summary>A letter of a script whose words touch what stands beside them.</summary>
    Unspaced,

    /// <summary>A letter of a script with spaces.</summary>
    Letter,
}

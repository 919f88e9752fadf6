namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>What a text was found to hold.</summary>
internal enum PersonalDataKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Payment card number.</summary>
    Card,

    /// <summary>Phone number.</summary>
    Phone,

    /// <summary>International bank account number.</summary>
    Iban,

    /// <summary>E-mail address.</summary>
    Email,

    /// <summary>Key of some service.</summary>
    Secret,
}

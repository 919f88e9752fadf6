namespace EdgeRuntime.Gateway.Settings;

/// <summary>What stands at a place in the tree of settings.</summary>
internal enum SettingKind
{
    /// <summary>One text that is read as one value.</summary>
    Value,

    /// <summary>Places with names of their own.</summary>
    Section,

    /// <summary>Any number of alike entries, numbered from 0.</summary>
    List,

    /// <summary>Any number of alike entries under names that the operator chooses.</summary>
    Dictionary,
}

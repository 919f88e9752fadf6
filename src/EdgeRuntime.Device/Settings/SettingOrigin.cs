namespace EdgeRuntime.Device.Settings;

/// <summary>Where a setting may come from.</summary>
internal enum SettingOrigin
{
    /// <summary>From every file, a bundle's defaults included.</summary>
    Anywhere,

    /// <summary>Names a program, a library, a folder, an address or whom to trust: only from a file that nobody else could have
    /// written, or from the command line.</summary>
    TrustedFile,

    /// <summary>From every file, and the wearer's phone may choose otherwise.</summary>
    PhoneToo,
}

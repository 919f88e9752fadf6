using System.Diagnostics.CodeAnalysis;
using EdgeRuntime.Device.Settings.Reading;

namespace EdgeRuntime.Device.Settings.Kinds;

/// <summary>What values of a setting look like in a file, and which are allowed. Immutable.</summary>
internal abstract class SettingKind
{
    /// <summary>Units that a value is written with; empty where it has none.</summary>
    public virtual string Unit => "";

    /// <summary>What has to be given, as it ends the sentence "… must be".</summary>
    public abstract string Rule { get; }

    /// <summary>Reads a value; false where it is none, or not an allowed one.</summary>
    public abstract bool TryRead(SettingValue given, [NotNullWhen(true)] out object? value);

    /// <summary>A value as a file would have it.</summary>
    public abstract string Write(object value);
}

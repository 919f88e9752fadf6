namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Looks at everything that the main job needs and says how each thing stands.
/// Changes nothing that it does not put back.</summary>
public static class Doctor
{
    /// <summary>All checks, in the order in which a turn needs what they look at.</summary>
    public static IEnumerable<Check> Examine(DoctorOptions options) =>
    [
        SettingsChecks.Look(options.Settings),
        ProcessorCheck.Look(),
        .. LibraryChecks.Look(options.Profile),
        .. ModelChecks.Look(options),
        .. ContextChecks.Look(Path.Combine(options.ModelsFolder, "contexts")),
        .. ProgramChecks.Look(options),
        .. StateChecks.Look(options),
        .. PhoneChecks.Look(options),
    ];
}

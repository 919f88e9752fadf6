using System.CommandLine;
using EdgeRuntime.Inference.Sessions;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime doctor</c>: what is missing on this device and how to mend it.
/// Exit codes: 0 nothing that stops the main job (warnings allowed), 1 something that does, 2 a wrong command line.</summary>
public static class DoctorCommand
{
    /// <summary>Makes the command for a root command.</summary>
    /// <param name="profile">How models are run on this device.</param>
    public static Command Create(DeviceProfile profile)
    {
        var folder = ModelsFolderOption.Create();
        var state = StateFolderOption();
        var json = JsonOption.Create();
        var doctor = new Command("doctor", "Say what is missing on this device and how to mend it.") { folder, state, json };
        return doctor;
    }

    private static Option<string?> StateFolderOption() => new("--state")
    {
        Description = "Folder of the state (default: $XDG_STATE_HOME/edge-runtime).",
        HelpName = "DIR",
    };
}

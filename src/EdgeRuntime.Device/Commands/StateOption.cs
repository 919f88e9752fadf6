using System.CommandLine;
using EdgeRuntime.Device.Actions;

namespace EdgeRuntime.Device.Commands;

/// <summary>The option <c>--state DIR</c> of every command that has a state folder; such a command keeps a log in it.</summary>
internal sealed class StateOption : Option<string?>
{
    /// <summary>Makes the option, with the same words wherever it stands.</summary>
    public StateOption()
        : base("--state")
    {
        Description = "Folder of the state (default: $XDG_STATE_HOME/edge-runtime, or ~/.local/state/edge-runtime).";
        HelpName = "DIR";
    }

    /// <summary>The folder that was given, else the default.</summary>
    public string FolderOf(ParseResult parsed) => parsed.GetValue(this) ?? StateStore.DefaultFolder(Environment.GetEnvironmentVariable);
}

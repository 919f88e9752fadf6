using System.CommandLine;

namespace EdgeRuntime.Device.Commands;

/// <summary>Options that several commands share, with the same words wherever they stand.</summary>
internal static class TurnFileOptions
{
    public static Option<string?> Context() => new("--context")
    {
        Description = "Context file or folder: what can be understood (default: the glasses' own).",
        HelpName = "FILE.yaml",
    };

    public static Option<string?> Cloud() => new("--cloud")
    {
        Description =
            "Cloud to ask: the address of a gateway, local for one started beside this program, or off (default: the one connected with "
            + "'cloud connect').",
        HelpName = "URL|local|off",
    };
}

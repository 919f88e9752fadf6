using System.CommandLine;
using EdgeRuntime.Gateway.Hosting;
using EdgeRuntime.Gateway.Settings;

namespace EdgeRuntime.Gateway.Commands;

/// <summary><c>edge-gateway settings doc</c>: all settings, as the options say them.</summary>
internal static class SettingsCommand
{
    public static Command Create() => new("settings", "What can be set.") { Doc() };

    private static Command Doc()
    {
        var command = new Command("doc", "Print the documentation of all settings as Markdown.");
        command.SetAction(parsed =>
        {
            var console = new CommandConsole(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, false);
            if (SettingSentences.Read(typeof(GatewaySettings).Assembly) is not { } sentences)
            {
                return (int)console.Fail(CommandFailures.DocumentationMissing());
            }

            console.Output.Write(new SettingsDocument(GatewaySettings.Tree, sentences).Markdown());
            return (int)ExitCode.Done;
        });
        return command;
    }
}

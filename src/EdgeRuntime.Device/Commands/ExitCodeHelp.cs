using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Commands;

/// <summary>Help with the exit codes behind it.</summary>
internal sealed class ExitCodeHelp(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Makes every <c>--help</c> under a root command name the exit codes.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
        {
            if (option.Action is HelpAction help) option.Action = new ExitCodeHelp(help);
        }
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.MaxWidth = 110;
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Exit codes:");
        foreach (var (code, meaning) in ExitCodes.Table)
        {
            output.WriteLine($"  {(int)code}  {meaning}");
        }

        output.WriteLine();
        return result;
    }
}

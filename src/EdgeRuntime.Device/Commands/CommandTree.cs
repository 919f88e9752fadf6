using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Commands.Ask;
using EdgeRuntime.Device.Commands.Context;
using EdgeRuntime.Device.Commands.Eval;
using EdgeRuntime.Device.Commands.Models;
using EdgeRuntime.Device.Monitoring;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Settings;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands;

/// <summary>All commands of the program, and the border where the last resort catches.</summary>
public static class CommandTree
{
    /// <summary>Set to anything, it lets a defect print its stack trace.</summary>
    public const string DebugVariable = "EDGE_RUNTIME_DEBUG";

    // A text such as "@home" is a text; the parser would take it for a file of arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">Arguments without the program's name.</param>
    /// <param name="output">Where answers and results go.</param>
    /// <param name="error">Where everything for a person beside goes.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var people = new GuardedWriter(error, _ => { }); // where this is gone there is nobody left to tell
        var results = new GuardedWriter(output, why => people.WriteLine($"The output cannot be written: {why} [output-lost]"));
        var code = await RunAsync(args, new CommandConsole(results, people, args.Contains("--json")));
        return results.IsLost ? (int)ExitCode.StartAgain : code;
    }

    private static async Task<int> RunAsync(string[] args, CommandConsole console)
    {
        try
        {
            var parsed = Parse(args);
            var isWrong = parsed.Errors.Count > 0 || UsageFailures.OptionTakenForAValue(parsed.CommandResult) is not null;
            if (isWrong && parsed.Action is not { ClearsParseErrors: true }) return (int)console.Fail(UsageFailures.Explain(parsed, args));
            var settings = CommandLog.SettingsOf(parsed);
            var set = (settings ?? LoadedSettings.BuiltIn).Options.Log; // where settings are wrong, what is right in them counts
            if (!LogOptions.Read(Environment.GetEnvironmentVariable, set).TryGet(out var logged, out var wrong))
            {
                return (int)console.Fail(wrong);
            }

            console = console with { Logger = CommandLog.Open(parsed, logged, console) };
            using var sent = TraceExport.Open(logged, console.Logger);
            using var stop = new StopSignals();
            var streams = new CommandStreams
            {
                Output = console.Output,
                Error = console.Error,
                Logger = console.Logger,
                Settings = settings,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(streams, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return 130; // 128 + SIGINT, what a shell expects of a program that the wearer stopped
        }
        catch (Exception defect)
        {
            Log.Crashed(console.Logger, defect);
            return (int)console.Fail(Crashed(defect, console.Error));
        }
    }

    // A group of commands without one of them is a question what there is.
    private static ParseResult Parse(string[] args)
    {
        if (args is ["help", .. var about]) return Create().Parse([.. about, "--help"], Parsing);
        var parsed = Create().Parse(args, Parsing);
        var isGroup = parsed.CommandResult.Command is { Action: null, Subcommands.Count: > 0 };
        return isGroup && parsed.UnmatchedTokens.Count == 0 && parsed.Action is not { ClearsParseErrors: true }
            ? Create().Parse([.. args, "--help"], Parsing)
            : parsed;
    }

    /// <summary>Everything that can be typed, with its options.</summary>
    public static RootCommand Create()
    {
        var profile = DeviceProfile.Glasses;
        var root = new RootCommand(
            "The runtime on a pair of smart glasses: it understands a spoken command on the device, acts and answers.")
        {
            AskCommand.Create(),
            RunCommand.Create(),
            ContextCommand.Create(profile),
            EvalCommand.Create(profile),
            ModelsCommand.Create(profile),
            DoctorCommand.Create(),
            PermissionsCommand.Create(),
            CloudCommand.Create(),
            RouteCommand.Create(),
            SettingsCommand.Create(),
            PairCommand.Create(),
            BondsCommand.Create(),
            ResetCommand.Create(),
            CompletionCommand.Create(),
        };
        ExitCodeHelp.AddTo(root);
        return root;
    }

    private static Failure Crashed(Exception defect, TextWriter error)
    {
        if (Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 }) error.WriteLine(defect);
        return new Failure(
            Stages.Start,
            "program-crashed",
            $"The program has a defect: {defect.GetType().Name}: {defect.Message.ReplaceLineEndings(" ")}",
            $"Report it with what this prints: set {DebugVariable}=1 and run the command again.",
            Blame.Program);
    }
}

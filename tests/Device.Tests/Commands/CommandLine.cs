using System.CommandLine;
using System.Text.Json;
using EdgeRuntime.Device.Commands;
using EdgeRuntime.Device.Commands.Models;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Tests.Commands;

/// <summary>Runs the commands about models and health inside the test process.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static CommandLine Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var root = new RootCommand { ModelsCommand.Create(DeviceProfile.Glasses), DoctorCommand.Create() };
        var exitCode = root.Parse(args)
            .Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return new CommandLine(exitCode, output.ToString(), error.ToString());
    }
}

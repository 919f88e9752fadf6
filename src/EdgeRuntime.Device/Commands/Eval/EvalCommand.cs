using System.CommandLine;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary><c>edge-runtime eval</c>: measures the models on recordings of one's own.</summary>
public static class EvalCommand
{
    /// <summary>Makes the command for a root command.</summary>
    /// <param name="profile">How models are run on this device.</param>
    public static Command Create(DeviceProfile profile) => new("eval", "Measure on recordings and sentences of your own.")
    {
        EvalCommandsCommand.Create(profile),
        EvalSentencesCommand.Create(profile),
        EvalWakeCommand.Create(profile),
        EvalVadCommand.Create(profile),
        EvalEndpointCommand.Create(profile),
    };
}

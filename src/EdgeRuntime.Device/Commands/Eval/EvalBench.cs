using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>What every measurement runs on.</summary>
/// <param name="Profile">How models are run.</param>
/// <param name="Models">Models folder.</param>
/// <param name="Console">Where progress and results go.</param>
internal sealed record EvalBench(DeviceProfile Profile, string Models, CommandConsole Console);

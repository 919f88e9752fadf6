using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Companion.Broker;

namespace EdgeRuntime.Device.Reports;

/// <summary>The one place that maps failures to exit codes, and their wording for <c>--help</c>.</summary>
public static class ExitCodes
{
    /// <summary>Wording for <c>--help</c>, one entry per code.</summary>
    public static IReadOnlyList<(ExitCode Code, string Meaning)> Table { get; } =
    [
        (ExitCode.Done, "done"),
        (ExitCode.OurFault, "our fault: a defect, or models and libraries that do not fit"),
        (ExitCode.BadInput, "bad input: a file, text, context or option that cannot be used"),
        (ExitCode.NeedsCloud, "understood, but it needs the cloud"),
        (ExitCode.NotUnderstood, "silence, or not understood"),
        (ExitCode.ToolFailed, "a tool was refused or failed; nothing else was changed"),
        (ExitCode.StartAgain, "the microphone or the output stopped, or the broker is away; starting again may help"),
    ];

    /// <summary>Exit code of a failure, by its stage first and by who is to blame second.</summary>
    public static ExitCode For(Failure failure) => failure.Stage switch
    {
        Stages.Tool or Stages.State => ExitCode.ToolFailed,
        Stages.Asr or Stages.Vad or Stages.Intent or Stages.Wake when failure.Blame is Blame.Wearer => ExitCode.NotUnderstood,
        Stages.Audio when failure.Code is MicrophoneFailures.EndedCode or MicrophoneFailures.SilentCode => ExitCode.StartAgain,
        Stages.Phone when failure.Code == ForeignBroker.UnreachableCode => ExitCode.StartAgain, // at boot the network is not up yet
        // also a file that may not be read
        Stages.Audio when failure.Code.StartsWith("wav-", StringComparison.Ordinal) => ExitCode.BadInput,
        Stages.Context when failure.Blame is not Blame.Program => ExitCode.BadInput,
        _ => OfBlame(failure.Blame),
    };

    private static ExitCode OfBlame(Blame blame) => blame switch
    {
        Blame.Input => ExitCode.BadInput,
        Blame.Cloud => ExitCode.NeedsCloud,
        Blame.Wearer => ExitCode.ToolFailed,
        _ => ExitCode.OurFault,
    };
}

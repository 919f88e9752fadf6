using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Processes;

namespace EdgeRuntime.Device.Bridge;

/// <summary>The ways in which a microphone fails.</summary>
internal static class MicrophoneFailures
{
    /// <summary>The recording program is not installed.</summary>
    public const string MissingCode = "microphone-missing";

    /// <summary>The recording program has given up.</summary>
    public const string EndedCode = "microphone-ended";

    /// <summary>The recording program runs and gives nothing.</summary>
    public const string SilentCode = "microphone-silent";

    /// <summary>The recording program gives zeros and nothing else.</summary>
    public const string ZerosCode = "microphone-silent-digital";

    private const string CheckIt = "Check that a microphone is connected with: arecord -l";

    /// <summary>The program that records is not installed.</summary>
    public static Failure Missing(string program) => new(
        Stages.Audio,
        MissingCode,
        $"There is no program called {program} to record with.",
        program == "arecord"
            ? "Install it: sudo apt install alsa-utils, or name another one: --mic COMMAND"
            : "Check the command given to --mic.",
        Blame.Machine);

    /// <summary>The program that records has given up.</summary>
    public static Failure Ended(string command, string why) => new(
        Stages.Audio,
        EndedCode,
        $"The microphone program ({command.Split(' ')[0]}) stopped: {(why.Length > 0 ? why : "it did not say why")}",
        CheckIt,
        Blame.Machine);

    /// <summary>Killed programs that record are still there.</summary>
    public static Failure Stuck(string command) => new(
        Stages.Audio,
        "microphone-stuck",
        $"The microphone program ({command.Split(' ')[0]}) was killed {LeftBehind.Most} times and is still there.",
        "A driver that hangs lets go of it at the next start of the machine.",
        Blame.Machine);

    /// <summary>The program that records gives zeros and nothing else: no converter that hears anything does.</summary>
    public static Failure Zeros(string command, TimeSpan length) => new(
        Stages.Audio,
        ZerosCode,
        $"The microphone program ({command.Split(' ')[0]}) has given digital silence for {length.TotalSeconds:0.#} seconds: "
        + "the microphone is muted, not connected or broken.",
        "Unmute it (alsamixer) or choose another (arecord -l). What is said is heard as soon as there is sound.",
        Blame.Machine);

    /// <summary>The program that records runs and gives nothing.</summary>
    public static Failure Silent(string command, TimeSpan silence) => new(
        Stages.Audio,
        SilentCode,
        $"The microphone program ({command.Split(' ')[0]}) has given no sound for {silence.TotalSeconds:0.#} seconds.",
        CheckIt,
        Blame.Machine);
}

using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Bridge;

/// <summary>The ways in which a microphone fails.</summary>
internal static class MicrophoneFailures
{
    /// <summary>The program that records is not installed.</summary>
    public static Failure Missing(string program) => new(
        Stages.Audio,
        "microphone-missing",
        $"There is no program called {program} to record with.",
        program == "arecord" ? "Install it: sudo apt install alsa-utils, or name another one: --mic COMMAND" : "Check the command given to --mic.",
        Blame.Machine);

    /// <summary>The program that records has given up.</summary>
    public static Failure Ended(string command, string why) => new(
        Stages.Audio,
        "microphone-ended",
        $"The microphone program ({command.Split(' ')[0]}) stopped: {(why.Length > 0 ? why : "it did not say why")}",
        "Check that a microphone is connected with: arecord -l",
        Blame.Machine);
}

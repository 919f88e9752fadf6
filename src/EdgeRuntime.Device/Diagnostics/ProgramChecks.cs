using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Processes;
using EdgeRuntime.Device.Speaking;

namespace EdgeRuntime.Device.Diagnostics;

/// <summary>Whether there is a microphone and a voice; without them the main job still runs on files and prints.</summary>
internal static class ProgramChecks
{
    private const string SoundCards = "/proc/asound/cards";

    public static IEnumerable<Check> Look(DoctorOptions options)
    {
        var programs = new ProgramFinder(options.SearchPath);
        var speech = options.Settings.Options.Speech;
        yield return Microphone(programs, options.Settings.Options.Microphone.Command);
        yield return SoundCard();
        yield return SpeechVoice.Find(programs, speech) is { } voice
            ? new Check("speech", CheckLevel.Ok, $"Answers are spoken through {voice.Path}.")
            : new Check("speech", CheckLevel.Warn, SpeechProgram.Missing.Message, SpeechProgram.Missing.Next);
        yield return programs.Find(speech.Player) is { } player
            ? new Check("player", CheckLevel.Ok, $"Sound is played through {player}.")
            : new Check(
                "player",
                CheckLevel.Warn,
                $"There is no {speech.Player}, so answers are not heard.",
                "Install it: sudo apt install alsa-utils, or use --out FILE.wav");
    }

    private static Check Microphone(ProgramFinder programs, string? command)
    {
        if (command is not null) return new Check("microphone", CheckLevel.Ok, $"The microphone is read through: {command}");
        if (programs.Find("arecord") is { } found)
        {
            return new Check("microphone", CheckLevel.Ok, $"The microphone is read through {found}.");
        }

        var missing = MicrophoneFailures.Missing("arecord");
        return new Check("microphone", CheckLevel.Warn, missing.Message, missing.Next);
    }

    private static Check SoundCard() => File.Exists(SoundCards) && File.ReadAllText(SoundCards).Contains('[')
        ? new Check("sound card", CheckLevel.Ok, "The kernel has a sound card.")
        : new Check(
            "sound card",
            CheckLevel.Warn,
            "The kernel has no sound card: run needs another source.",
            "Connect a microphone, or name a source: edge-runtime run --mic COMMAND");
}

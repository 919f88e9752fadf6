using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Every way in which a WAV file can disappoint, in one place.</summary>
internal static class WavFailures
{
    /// <summary>Code of a file whose sound ends before its header says.</summary>
    public const string TruncatedCode = "wav-truncated";

    private const string ConvertHint = "Convert it, for example with: ffmpeg -i INPUT -ar 16000 -ac 1 -c:a pcm_s16le OUTPUT.wav";

    public static Failure NotFound(string path) =>
        Make("wav-not-found", $"There is no sound file at {path}.", "Check the path.");

    public static Failure Unreadable(string detail) =>
        Make("wav-unreadable", $"The sound could not be read: {detail}", "Check that the file or pipe is readable and still there.",
            Blame.Machine);

    public static Failure NotRiff() =>
        Make("wav-not-riff", "This is not a WAV file: it does not begin with RIFF and WAVE.", ConvertHint);

    public static Failure NothingThere() =>
        Make("wav-empty", "The sound file is empty: there is not a single byte in it.", "Record it again.");

    public static Failure NoSamples() =>
        Make("wav-empty", "The WAV file holds no sound.", "Record it again.");

    public static Failure HeaderCut() =>
        Make("wav-header-truncated", "The WAV file ends inside its header, before any sound.", "Copy or record it again.");

    public static Failure FormatMissing() =>
        Make("wav-format-missing", "The WAV file has no usable fmt chunk before its sound.", ConvertHint);

    public static Failure FormatUnsupported(string what) =>
        Make("wav-format-unsupported", $"The WAV file is written in a way that is not understood: {what}.", ConvertHint);

    public static Failure RateUnsupported(uint rateHz) => Make(
        "wav-rate-unsupported",
        $"The WAV file has {rateHz} samples per second; {WavFormat.MinSampleRateHz} to {WavFormat.MaxSampleRateHz} are understood.",
        ConvertHint);

    public static Failure Truncated(long missingBytes) => Make(
        TruncatedCode,
        $"The WAV file ends {missingBytes} bytes earlier than its header says; what is there was used.",
        "Copy or record it again if the end matters.");

    private static Failure Make(string code, string message, string next, Blame blame = Blame.Input) =>
        new(Stages.Audio, code, message, next, blame);
}

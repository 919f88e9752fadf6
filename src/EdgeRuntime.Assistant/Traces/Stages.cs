namespace EdgeRuntime.Assistant.Traces;

/// <summary>Names of the stages of a turn, as they stand in traces, failures and timings.</summary>
public static class Stages
{
    /// <summary>Program start: settings, models, state.</summary>
    public const string Start = "start";

    /// <summary>Reading sound from a file or a microphone.</summary>
    public const string Audio = "audio";

    /// <summary>Wake phrase detection.</summary>
    public const string Wake = "wake";

    /// <summary>Voice activity and end of utterance.</summary>
    public const string Vad = "vad";

    /// <summary>Acoustic model and context decoder.</summary>
    public const string Asr = "asr";

    /// <summary>From words to intent and slots.</summary>
    public const string Intent = "intent";

    /// <summary>Loading and compiling a context.</summary>
    public const string Context = "context";

    /// <summary>The choice between device, cloud and refusal.</summary>
    public const string Route = "route";

    /// <summary>Taking the picture that a question is about.</summary>
    public const string Camera = "camera";

    /// <summary>Asking the cloud.</summary>
    public const string Cloud = "cloud";

    /// <summary>Running a tool.</summary>
    public const string Tool = "tool";

    /// <summary>The spoken or printed answer.</summary>
    public const string Speech = "speech";

    /// <summary>Settings and state on disk.</summary>
    public const string State = "state";

    /// <summary>Model catalog and inference.</summary>
    public const string Model = "model";

    /// <summary>Making a bond with a phone.</summary>
    public const string Pairing = "pairing";

    /// <summary>The connection to a phone, and what goes over it.</summary>
    public const string Phone = "phone";
}

using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Device.Bridge;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Settings.Kinds;
using static EdgeRuntime.Device.Settings.SettingOrigin;

namespace EdgeRuntime.Device.Settings.Table;

/// <summary>From the microphone to what was understood.</summary>
internal static class HearingSettings
{
    private const string TheModels = "the model's";
    private static readonly NumberKind Share = new(0.001, 0.999);
    private static readonly TimeKind Silence = new("40 ms", "1 min");
    private static readonly ChoiceKind Phrase = ChoiceKind.Create(new WakeSettings().Offered);

    public static IEnumerable<Setting> All => [.. Sound, .. WakeWord, .. Utterances, .. Understanding];

    private static IEnumerable<Setting> Sound =>
    [
        Microphone.Define(
            "command", new TextKind("a shell command", _ => true), o => o.Command, (o, v) => o with { Command = v },
            "Command that writes 16 kHz mono signed 16-bit samples to its output, as with --mic.", TrustedFile, "arecord"),
        Microphone.Define(
            "buffer", new TimeKind("200 ms", "1 min"), o => o.Buffer, (o, v) => o with { Buffer = v },
            "Sound that is kept while nobody reads; older sound gives way and is counted."),
        Microphone.Define(
            "silence", new TimeKind("500 ms", "10 min"), o => o.Silence, (o, v) => o with { Silence = v },
            "A microphone that gives not one sample for this long is started again."),
        Microphone.Define(
            "zeros", new TimeKind("1 s", "1 d"), o => o.Zeros, (o, v) => o with { Zeros = v },
            "Zeros and nothing else for this long are told of, once."),
        Microphone.Define(
            "first_pause", new TimeKind("10 ms", "1 min"), o => o.FirstPause, (o, v) => o with { FirstPause = v },
            "Wait before a microphone that stopped is started again; it doubles with each start that did not last."),
        Microphone.Define(
            "most_starts", new CountKind(1, 20, "starts"), o => (long)o.MostStarts, (o, v) => o with { MostStarts = (int)v },
            "Starts in a row that did not last after which the microphone is given up."),
        Microphone.Define(
            "steady", new TimeKind("1 s", "1 h"), o => o.Steady, (o, v) => o with { Steady = v },
            "A start has lasted when it gave this much sound."),
        Voice.Define(
            "speech_on", Share, o => (double)o.SpeechOn, (o, v) => o with { SpeechOn = (float)v },
            "Probability from which silence turns into speech."),
        Voice.Define(
            "speech_off", Share, o => (double)o.SpeechOff, (o, v) => o with { SpeechOff = (float)v },
            "Probability below which speech turns into silence, at most speech_on."),
        Listener.Define(
            "history", new TimeKind("5 s", "2 min"), o => o.History, (o, v) => o with { History = v },
            "Sound that is kept for what looks back at a wake; a second takes 32 KB."),
    ];

    private static IEnumerable<Setting> WakeWord =>
    [
        Wake.Define(
            "phrases", new ListKind(Phrase), o => o.Phrases, (o, v) => o with { Phrases = v },
            "Phrases that wake run; --wake wins, and so does the phrase that was chosen on the phone.", PhoneToo,
            new WakeSettings().Offered[0]),
        Wake.Define(
            "thresholds", new MapKind<double>(Phrase, new NumberKind(-20, 20)), o => o.Thresholds, (o, v) => o with { Thresholds = v },
            "Sums of both stages from which a phrase wakes, by phrase, over the wake model's own; higher wakes less often."),
        Wake.Define(
            "first_stage", Share, o => o.FirstStage, (o, v) => o with { FirstStage = v },
            "Probability from which the first stage shows any phrase to the second.", unset: TheModels),
        Wake.Define(
            "peak_hold", new TimeKind("0 ms", "1 s"), o => o.PeakHold, (o, v) => o with { PeakHold = v },
            "Time for which a score has to stay the highest before the second stage looks.", unset: TheModels),
        WakeWords.Define(
            "refractory", new TimeKind("0 ms", "10 s"), o => o.Refractory, (o, v) => o with { Refractory = v },
            "Time after a wake phrase in which only a clearly better one counts."),
        WakeWords.Define(
            "warm_up", new TimeKind("0 ms", "1 s"), o => o.WarmUp, (o, v) => o with { WarmUp = v },
            "Start of the sound in which no phrase can have ended yet."),
        Check.Define(
            "window", new TimeKind("500 ms", "5 s"), o => o.Window, (o, v) => o with { Window = v },
            "Sound before a detection in which the second stage searches the phrase."),
        Check.Define(
            "lead", new TimeKind("0 ms", "1 s"), o => o.Lead, (o, v) => o with { Lead = v },
            "Sound before the end of the phrase that the recogniser gets again."),
    ];

    private static IEnumerable<Setting> Utterances =>
    [
        Segmenter.Define(
            "speech_on", Share, o => (double)o.SpeechOn, (o, v) => o with { SpeechOn = (float)v },
            "Probability from which a step of 40 ms is speech."),
        Segmenter.Define(
            "speech_off", Share, o => (double)o.SpeechOff, (o, v) => o with { SpeechOff = (float)v },
            "Probability below which speech turns into silence, at most speech_on."),
        Segmenter.Define(
            "speech_to_start", new TimeKind("40 ms", "5 s"), o => o.SpeechToStart, (o, v) => o with { SpeechToStart = v },
            "Unbroken speech that begins an utterance; less is a click."),
        Segmenter.Define(
            "silence_after_certain", Silence, o => o.SilenceAfterCertain, (o, v) => o with { SilenceAfterCertain = v },
            "Silence that ends an utterance which is certainly a whole command that cannot go on."),
        Segmenter.Define(
            "silence_after_settled", Silence, o => o.SilenceAfterSettled, (o, v) => o with { SilenceAfterSettled = v },
            "Silence that ends an utterance which is certainly a whole command that only \"please\" or the rest of a number could follow."),
        Segmenter.Define(
            "silence_after_complete", Silence, o => o.SilenceAfterComplete, (o, v) => o with { SilenceAfterComplete = v },
            "Silence that ends an utterance which is a whole command that cannot go on."),
        Segmenter.Define(
            "silence_after_extendable", Silence, o => o.SilenceAfterExtendable, (o, v) => o with { SilenceAfterExtendable = v },
            "Silence that ends an utterance which is a whole command that could go on."),
        Segmenter.Define(
            "silence_after_unfinished", Silence, o => o.SilenceAfterUnfinished, (o, v) => o with { SilenceAfterUnfinished = v },
            "Silence that ends any utterance."),
        Segmenter.Define(
            "no_speech", new TimeKind("500 ms", "1 h"), o => o.NoSpeech, (o, v) => o with { NoSpeech = v },
            "Time without the start of an utterance after which there will be none."),
        Segmenter.Define(
            "longest", new TimeKind("1 s", "1 h"), o => o.Longest, (o, v) => o with { Longest = v },
            "Longest utterance; it then ends as it is."),
    ];

    private static IEnumerable<Setting> Understanding =>
    [
        Recognition.Define(
            "reject_below", new NumberKind(0, 1), o => o.RejectBelow, (o, v) => o with { RejectBelow = v },
            "Confidence below which an utterance is not acted upon.", unset: TheModels),
        Recognition.Define(
            "ask_from", new NumberKind(0, 1), o => o.AskFrom, (o, v) => o with { AskFrom = v },
            "Probability that something of the context was said, from which the wearer is asked where the confidence is too low; "
            + "1 never asks.", unset: TheModels),
        Recognition.Define(
            "ask_below_margin", new NumberKind(0, 10, "nats a frame"), o => o.AskBelowMargin, (o, v) => o with { AskBelowMargin = v },
            "Margin over the second best reading below which the wearer is asked; 0 never asks.", unset: TheModels),
        Recognition.Define(
            "beam", new NumberKind(1, 1000, "nats"), o => o.Beam, (o, v) => o with { Beam = v },
            "Paths so far below the best one are dropped.", unset: TheModels),
        Recognition.Define(
            "max_active", new CountKind(10, 1_000_000, "states"), o => (long?)o.MaxActive, (o, v) => o with { MaxActive = (int?)v },
            "States kept per frame at most.", unset: TheModels),
        Graph.Define(
            "max_states", new CountKind(1000, 50_000_000, "states"), o => (long)o.MaxStates, (o, v) => o with { MaxStates = (int)v },
            "Most states of what can be heard; one takes about 60 bytes while it is compiled."),
        Graph.Define(
            "max_arcs", new CountKind(1000, 100_000_000, "arcs"), o => (long)o.MaxArcs, (o, v) => o with { MaxArcs = (int)v },
            "Most arcs of what can be heard."),
        Graph.Define(
            "max_work", new CountKind(10_000, 1_000_000_000, "steps"), o => o.MaxWork, (o, v) => o with { MaxWork = v },
            "Most steps of compiling what can be heard, each about a microsecond."),
    ];

    private static SettingSection<MicrophoneOptions> Microphone { get; } =
        new("microphone", s => s.Microphone, (s, o) => s with { Microphone = o });

    private static SettingSection<ListenerOptions> Listener { get; } = In(
        "listening", h => h.Listener, (h, o) => h with { Listener = o });

    private static SettingSection<VoiceActivityOptions> Voice { get; } = In(
        "listening", h => h.Listener.VoiceActivity, (h, o) => h with { Listener = h.Listener with { VoiceActivity = o } });

    private static SettingSection<WakeOptions> Wake { get; } = In("wake", h => h.Wake, (h, o) => h with { Wake = o });

    private static SettingSection<WakeWordOptions> WakeWords { get; } = In(
        "wake", h => h.Listener.WakeWord, (h, o) => h with { Listener = h.Listener with { WakeWord = o } });

    private static SettingSection<WakeCheckOptions> Check { get; } = In("wake", h => h.WakeCheck, (h, o) => h with { WakeCheck = o });

    private static SettingSection<SegmenterOptions> Segmenter { get; } = In(
        "utterance", h => h.Segmenter, (h, o) => h with { Segmenter = o });

    private static SettingSection<RecognitionOptions> Recognition { get; } = In(
        "recognition", h => h.Recognition, (h, o) => h with { Recognition = o });

    private static SettingSection<PhoneGraphOptions> Graph { get; } = In("recognition", h => h.Graph, (h, o) => h with { Graph = o });

    private static SettingSection<T> In<T>(string name, Func<HearingOptions, T> get, Func<HearingOptions, T, HearingOptions> set) =>
        new(name, s => get(s.Hearing), (s, o) => s with { Hearing = set(s.Hearing, o) });
}

using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;
using EdgeRuntime.Device.Settings.Kinds;
using EdgeRuntime.Device.Speaking;
using static EdgeRuntime.Device.Settings.SettingOrigin;

namespace EdgeRuntime.Device.Settings.Table;

/// <summary>What a turn may take, where it goes, and how it is answered.</summary>
internal static class TurnSettings
{
    private const decimal NanosPerUnit = 1_000_000_000;
    private static readonly TimeKind Deadline = new("100 ms", "10 min");
    private static readonly TimeKind Link = new("0 ms", "1 min");
    private static readonly NumberKind Percent = new(0, 100, "%");
    private static readonly TextKind Voice =
        new("a name of letters, digits, _, + or -", text => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+'));

    public static IEnumerable<Setting> All => [.. Turns, .. Routes, .. Answers];

    private static IEnumerable<Setting> Turns =>
    [
        Conversation.Define(
            "patience", new TimeKind("500 ms", "1 min"), o => o.Patience, (o, v) => o with { Patience = v },
            "How long the wearer may take to begin after the wake phrase or a question."),
        Conversation.Define(
            "chunk", new CountKind(1, 16_000, "samples"), o => (long)o.ChunkSamples, (o, v) => o with { ChunkSamples = (int)v },
            "Sound taken from the microphone at a time; 160 samples are 10 ms."),
        Turn.Define(
            "tool_deadline", Deadline, o => o.ToolDeadline, (o, v) => o with { ToolDeadline = v },
            "Longest time for what the glasses do themselves."),
        Turn.Define(
            "speech_deadline", Deadline, o => o.SpeechDeadline, (o, v) => o with { SpeechDeadline = v },
            "Longest time until an answer is said in full."),
        Turn.Define(
            "cloud_deadline", Deadline, o => o.CloudDeadline, (o, v) => o with { CloudDeadline = v },
            "Longest time for a whole answer of the cloud."),
        Turn.Define(
            "first_word_deadline", Deadline, o => o.FirstWordDeadline, (o, v) => o with { FirstWordDeadline = v },
            "Time in which the wearer wants the first word; a cloud that cannot keep it is not asked."),
        Turn.Define(
            "head_start", Deadline, o => o.HeadStart, (o, v) => o with { HeadStart = v },
            "Time the cloud gets before the glasses ask the wearer what was meant."),
        Turn.Define(
            "notice_after", new TimeKind("10 ms", "1 min"), o => o.NoticeAfter, (o, v) => o with { NoticeAfter = v },
            "Silence after a lost link until the wearer hears why."),
        Turn.Define(
            "long_question", Deadline, o => o.LongQuestion, (o, v) => o with { LongQuestion = v },
            "Speech that was not understood and lasts this long is a long question, which can wait."),
        Turn.Define(
            "long_question_words", new CountKind(1, 1000, "words"), o => (long)o.LongQuestionWords,
            (o, v) => o with { LongQuestionWords = (int)v }, "Typed words from which on a question is long."),
        Turn.Define(
            "grace", new TimeKind("1 ms", "1 min"), o => o.Grace, (o, v) => o with { Grace = v },
            "How long what is past its deadline may take to notice before it is left behind."),
    ];

    private static IEnumerable<Setting> Routes =>
    [
        Routing.Define(
            "hedge_confidence", new NumberKind(0, 1), o => o.HedgeConfidence, (o, v) => o with { HedgeConfidence = v },
            "Confidence from which a rejected reading is good enough to ask about, while the cloud looks at the sound."),
        Routing.Define(
            "hedge_round_trip", Link, o => TimeSpan.FromMilliseconds(o.HedgeRoundTripMs),
            (o, v) => o with { HedgeRoundTripMs = v.TotalMilliseconds },
            "Longest round trip with which asking the cloud and the wearer at once makes sense."),
        Routing.Define(
            "thinking", Link, o => TimeSpan.FromMilliseconds(o.ThinkingMs), (o, v) => o with { ThinkingMs = v.TotalMilliseconds },
            "Time a cloud needs to its first word beyond the round trips."),
        Routing.Define(
            "round_trips", new NumberKind(1, 10), o => o.RoundTrips, (o, v) => o with { RoundTrips = v },
            "Round trips until the first word: one to open the connection, one for the question."),
        Routing.Define(
            "critical_battery", Percent, o => o.CriticalBatteryPercent, (o, v) => o with { CriticalBatteryPercent = v },
            "Charge under which nothing is sent and nothing kept for later."),
        Routing.Define(
            "low_battery", Percent, o => o.LowBatteryPercent, (o, v) => o with { LowBatteryPercent = v },
            "Charge under which what can wait does wait, at least critical_battery."),
        Routing.Define(
            "hot", new NumberKind(20, 100, "°C"), o => o.HotCelsius, (o, v) => o with { HotCelsius = v },
            "Temperature from which the radio stays off; 43 °C is what skin bears for hours (ISO 13732-1)."),
        Routing.Define(
            "price_ceiling", new NumberKind(0, 9_000_000, "of the gateway's currency"),
            o => (double)(o.PriceCeilingNanos / NanosPerUnit), (o, v) => o with { PriceCeilingNanos = (long)((decimal)v * NanosPerUnit) },
            "Most that one turn may cost; 0: only the budget limits it."),
    ];

    private static IEnumerable<Setting> Answers =>
    [
        Speech.Define(
            "program", ChoiceKind.Create(SpeechVoice.Known), o => o.Program, (o, v) => o with { Program = v },
            "Speech program.", TrustedFile, "the first of these that is installed"),
        Speech.Define("flite_voice", Voice, o => o.FliteVoice, (o, v) => o with { FliteVoice = v }, "Voice of flite.", TrustedFile),
        Speech.Define(
            "espeak_voice", Voice, o => o.EspeakVoice, (o, v) => o with { EspeakVoice = v }, "Voice of espeak-ng.", TrustedFile),
        Speech.Define(
            "sentence_deadline", Deadline, o => o.SentenceDeadline, (o, v) => o with { SentenceDeadline = v },
            "Longest time to make the sound of one sentence."),
        Speech.Define(
            "player", new TextKind("a program", _ => true), o => o.Player, (o, v) => o with { Player = v },
            "Program that plays a WAV file on its standard input: a name on the search path, or a path.", TrustedFile),
        Speech.Define(
            "player_arguments", new ListKind(new TextKind("an argument", _ => true)), o => o.PlayerArguments,
            (o, v) => o with { PlayerArguments = v }, "Arguments of the player.", TrustedFile),
        Speech.Define(
            "player_grace", Deadline, o => o.PlayerGrace, (o, v) => o with { PlayerGrace = v },
            "What the player may take beyond the length of the sound."),
        Tone.Define(
            "tone_low", new NumberKind(50, 7000, "Hz"), o => o.LowHz, (o, v) => o with { LowHz = v },
            "Lower note of the tone; small loudspeakers carry little below E5."),
        Tone.Define(
            "tone_high", new NumberKind(50, 7000, "Hz"), o => o.HighHz, (o, v) => o with { HighHz = v }, "Higher note of the tone."),
        Tone.Define(
            "tone_peak", new NumberKind(0, 1), o => o.Peak, (o, v) => o with { Peak = v },
            "Loudest sample of the tone, of full scale, before the volume counts; 0 is silent."),
        Tone.Define(
            "tone_note", new TimeKind("50 ms", "2 s"), o => o.Note, (o, v) => o with { Note = v }, "Length of one note of the tone."),
        Tone.Define(
            "tone_times", new CountKind(1, 10), o => (long)o.Times, (o, v) => o with { Times = (int)v },
            "How often the two notes are struck."),
        Ring.Define(
            "every", new TimeKind("2 s", "10 min"), o => o.RingEvery, (o, v) => o with { RingEvery = v },
            "Time from one ring of a timer or alarm to the next; half of it is silence in which the wearer can speak."),
        Ring.Define(
            "for", new TimeKind("5 s", "1 h"), o => o.RingFor, (o, v) => o with { RingFor = v },
            "Time for which a timer or alarm rings where nobody stops it."),
        Ring.Define(
            "poll", new TimeKind("50 ms", "1 min"), o => o.Poll, (o, v) => o with { Poll = v },
            "Longest time until a timer set by another program, or a change of the clock, is noticed."),
    ];

    private static SettingSection<ConversationOptions> Conversation { get; } =
        new("conversation", s => s.Conversation, (s, o) => s with { Conversation = o });

    private static SettingSection<TurnOptions> Turn { get; } = new("turn", s => s.Turn, (s, o) => s with { Turn = o });

    private static SettingSection<RouterOptions> Routing { get; } = new("routing", s => s.Routing, (s, o) => s with { Routing = o });

    private static SettingSection<SpeechOptions> Speech { get; } = new("speech", s => s.Speech, (s, o) => s with { Speech = o });

    private static SettingSection<RingToneOptions> Tone { get; } = new("ring", s => s.Tone, (s, o) => s with { Tone = o });

    private static SettingSection<AlarmClockOptions> Ring { get; } = new("ring", s => s.Alarms, (s, o) => s with { Alarms = o });
}

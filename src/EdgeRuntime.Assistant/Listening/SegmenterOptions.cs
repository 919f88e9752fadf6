using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Settings of the <see cref="UtteranceSegmenter"/>; times are rounded up to whole steps of 40 ms.</summary>
public sealed record SegmenterOptions
{
    /// <value>Probability from which a step is speech, 0..1. Default 0.5.</value>
    public float SpeechOn { get; init; } = 0.5f;

    /// <value>Probability below which speech turns into silence, at most <see cref="SpeechOn"/>. Default 0.35.</value>
    public float SpeechOff { get; init; } = 0.35f;

    /// <value>Unbroken speech that begins an utterance; less is a click. Default 80 ms.</value>
    public TimeSpan SpeechToStart { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <value>Silence that ends an utterance whose words are certainly a whole command that cannot go on. Default 160 ms.</value>
    public TimeSpan SilenceAfterCertain { get; init; } = TimeSpan.FromMilliseconds(160);

    /// <value>Silence that ends an utterance whose words are certainly a whole command, which only what does not matter ("please")
    /// or the rest of a number could follow. Default 240 ms.</value>
    public TimeSpan SilenceAfterSettled { get; init; } = TimeSpan.FromMilliseconds(240);

    /// <value>Silence that ends an utterance whose words are a whole command that cannot go on. Default 320 ms.</value>
    public TimeSpan SilenceAfterComplete { get; init; } = TimeSpan.FromMilliseconds(320);

    /// <value>Silence that ends an utterance whose words are a whole command that could go on ("timer for five minutes" … "and ten
    /// seconds"). Default 400 ms.</value>
    public TimeSpan SilenceAfterExtendable { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <value>Silence that ends any utterance. Default 900 ms.</value>
    public TimeSpan SilenceAfterUnfinished { get; init; } = TimeSpan.FromMilliseconds(900);

    /// <value>Time without the start of an utterance after which there will be none. Default 5 s.</value>
    public TimeSpan NoSpeech { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Longest utterance; it then ends as it is. Default 20 s.</value>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Says what is wrong with the settings; null when nothing is.</summary>
    public Failure? Validate()
    {
        if (!(SpeechOn is > 0 and < 1 && SpeechOff > 0 && SpeechOff <= SpeechOn))
        {
            return OptionFailures.Wrong(
                Stages.Vad, nameof(SegmenterOptions), $"SpeechOff {SpeechOff} and SpeechOn {SpeechOn}",
                "Set 0 < SpeechOff <= SpeechOn < 1.");
        }

        TimeSpan[] rising =
        [
            TimeSpan.Zero, SilenceAfterCertain, SilenceAfterSettled, SilenceAfterComplete, SilenceAfterExtendable, SilenceAfterUnfinished,
            Longest, TimeSpan.FromHours(1),
        ];
        var inOrder = rising.Zip(rising.Skip(1), (a, b) => a <= b).All(ordered => ordered);
        return inOrder && SilenceAfterCertain > TimeSpan.Zero && SpeechToStart > TimeSpan.Zero && SpeechToStart < NoSpeech
            && NoSpeech <= TimeSpan.FromHours(1)
            ? null
            : OptionFailures.Wrong(
                Stages.Vad, nameof(SegmenterOptions),
                $"silences {string.Join(", ", rising.Skip(1).SkipLast(2))}, longest {Longest}, start {SpeechToStart}, no speech {NoSpeech}",
                "Set 0 < SilenceAfterCertain <= SilenceAfterSettled <= SilenceAfterComplete <= SilenceAfterExtendable <= "
                + "SilenceAfterUnfinished <= Longest <= 1 h and 0 < SpeechToStart < NoSpeech <= 1 h.");
    }
}

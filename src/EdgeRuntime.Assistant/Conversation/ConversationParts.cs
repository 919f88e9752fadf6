using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>What a conversation is made of; all of it is used by one loop at a time.</summary>
/// <param name="WakePhrases">The phrases the listener knows, in its order.</param>
/// <param name="WakeCheck">Agrees with the listener about a wake phrase, or not.</param>
/// <param name="Segmenter">Says when an utterance ends.</param>
/// <param name="Recognizer">Understands an utterance.</param>
/// <param name="Context">What can be understood right now, with wake phrases and their ends allowed in front; asked at every wake,
/// so that new contacts count.</param>
/// <param name="Turn">Carries a wish out.</param>
public sealed record ConversationParts(
    AlwaysOnListener Listener,
    IReadOnlyList<WakePhrase> WakePhrases,
    WakeCheck WakeCheck,
    UtteranceSegmenter Segmenter,
    Recognizer Recognizer,
    Func<PhoneGraph> Context,
    Turn Turn)
{
    /// <summary>Looks at a wake once more when nothing was understood after it; null answers it whatever it was.</summary>
    public WakeReview? WakeReview { get; init; }

    /// <summary>Keeps sound for the cloud; null where none is set up.</summary>
    public SoundHistory? Sound { get; init; }

    /// <summary>True while something rings that can be stopped or put off without a wake phrase; asked with every chunk,
    /// so it only looks.</summary>
    public Func<bool> Rings { get; init; } = static () => false;
}

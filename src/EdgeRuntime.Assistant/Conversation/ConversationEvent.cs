using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>Something that happened in a conversation, for whoever watches it.</summary>
public sealed record ConversationEvent(ConversationEventKind Kind)
{
    /// <summary>The wake phrase; null where none was said.</summary>
    public string? Phrase { get; init; }

    /// <summary>What the acoustic model says of it.</summary>
    public WakeVerdict? Wake { get; init; }

    /// <summary>Why a wake was dropped.</summary>
    public WakeReviewVerdict? Review { get; init; }

    /// <summary>The events of the turn; null before there is one.</summary>
    public TurnTrace? Trace { get; init; }

    /// <summary>The result, once answered.</summary>
    public TurnResult? Result { get; init; }

    /// <summary>Why it broke; null while nothing did.</summary>
    public Failure? Failure { get; init; }
}

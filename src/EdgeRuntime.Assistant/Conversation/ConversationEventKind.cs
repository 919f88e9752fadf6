namespace EdgeRuntime.Assistant.Conversation;

/// <summary>What happened in a conversation.</summary>
public enum ConversationEventKind
{
    /// <summary>The always-on model reported a wake phrase, and the acoustic model did not agree.</summary>
    WakeRefused,

    /// <summary>The glasses are awake and listen.</summary>
    Listening,

    /// <summary>An utterance has ended; its turn begins.</summary>
    Heard,

    /// <summary>After a wake phrase nothing was said, or it was a part of longer words:
    /// the turn ends without a word and nothing leaves the glasses.</summary>
    WakeDropped,

    /// <summary>A turn has ended.</summary>
    Answered,

    /// <summary>A turn was cancelled by a new wake phrase or by the end.</summary>
    Cancelled,

    /// <summary>A turn has ended by a defect of the program.</summary>
    Broken,
}

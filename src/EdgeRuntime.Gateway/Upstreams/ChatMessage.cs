namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One message of a conversation with a model.</summary>
/// <param name="Role">Who it is from.</param>
/// <param name="Text">Its words; empty when the model only called tools.</param>
public sealed record ChatMessage(ChatRole Role, string Text)
{
    /// <summary>Pictures with it, as JPEG; never kept as history.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Images { get; init; } = [];

    /// <summary>Tools the model called in it.</summary>
    public IReadOnlyList<ChatToolCall> ToolCalls { get; init; } = [];

    /// <summary>The call that this message answers; null unless the role is <see cref="ChatRole.Tool"/>.</summary>
    public string? ToolCallId { get; init; }
}

using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.History;

/// <summary>A message as it is stored: its texts, never its pictures.</summary>
internal sealed record StoredMessage(ChatRole Role, string Text, IReadOnlyList<ChatToolCall>? ToolCalls, string? ToolCallId)
{
    public static StoredMessage From(ChatMessage message) =>
        new(message.Role, message.Text, message.ToolCalls is { Count: > 0 } calls ? calls : null, message.ToolCallId);

    public ChatMessage Message() => new(Role, Text) { ToolCalls = ToolCalls ?? [], ToolCallId = ToolCallId };
}

using EdgeRuntime.Gateway.Sessions;
using EdgeRuntime.Gateway.Upstreams;

namespace Gateway.Tests.Sessions;

public sealed class ConversationContextTests
{
    private static readonly ChatMessage Question = new(ChatRole.User, "now");

    [Fact]
    public void Build_HistoryFits_ComesWhole()
    {
        ChatMessage[] history =
        [
            new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"), new(ChatRole.User, "c"), new(ChatRole.Assistant, "d"),
        ];

        Assert.Equal(["rules", "a", "b", "c", "d", "now"], Texts(history, 1000));
    }

    [Fact]
    public void Build_HistoryIsTooLong_LeavesOutTheOldestTurnsAndSaysSo()
    {
        ChatMessage[] history =
        [
            new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"), new(ChatRole.User, "c"), new(ChatRole.Assistant, "d"),
        ];

        Assert.Equal(["rules", "1 earlier turns of this conversation are left out.", "c", "d", "now"], Texts(history, 12));
        Assert.Equal(["rules", "2 earlier turns of this conversation are left out.", "now"], Texts(history, 5));
    }

    [Fact]
    public void Build_TurnWithTools_IsKeptOrLeftOutAsAWhole()
    {
        ChatMessage[] history =
        [
            new(ChatRole.User, "a"),
            new(ChatRole.Assistant, "") { ToolCalls = [new ChatToolCall("c", "t", "{}")] },
            new(ChatRole.Tool, new string('x', 400)) { ToolCallId = "c" },
            new(ChatRole.Assistant, "b"),
            new(ChatRole.User, "c"),
            new(ChatRole.Assistant, "d"),
        ];

        Assert.DoesNotContain(ConversationContext.Build("rules", history, Question, 50), message => message.Role == ChatRole.Tool);
        Assert.Equal(8, ConversationContext.Build("rules", history, Question, 500).Count);
    }

    [Fact]
    public void Build_SystemMessagesOfTheHistory_AreAlwaysKept()
    {
        ChatMessage[] history = [new(ChatRole.System, "be brief"), new(ChatRole.User, "a"), new(ChatRole.Assistant, "b")];

        Assert.Contains("be brief", Texts(history, 0));
    }

    private static IEnumerable<string> Texts(ChatMessage[] history, int budget) =>
        ConversationContext.Build("rules", history, Question, budget).Select(message => message.Text);
}

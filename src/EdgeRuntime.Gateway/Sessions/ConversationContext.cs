using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>What the model is told: the operator's instructions, as many of the latest turns as the token budget holds,
/// and the new question. A turn is kept or left out as a whole, so that no result of a tool loses its call;
/// system messages are always kept.</summary>
internal static class ConversationContext
{
    /// <summary>Puts the messages together.</summary>
    /// <param name="instructions">The operator's.</param>
    /// <param name="history">Oldest first.</param>
    /// <param name="question">The wearer's.</param>
    /// <param name="tokenBudget">For the history.</param>
    public static List<ChatMessage> Build(string instructions, IReadOnlyList<ChatMessage> history, ChatMessage question, int tokenBudget)
    {
        List<ChatMessage> messages = [new(ChatRole.System, instructions)];
        messages.AddRange(history.Where(message => message.Role == ChatRole.System));
        var turns = Turns(history);
        var kept = Kept(turns, tokenBudget);
        if (kept < turns.Count)
        {
            messages.Add(new ChatMessage(ChatRole.System, $"{turns.Count - kept} earlier turns of this conversation are left out."));
        }

        messages.AddRange(turns.Skip(turns.Count - kept).SelectMany(turn => turn));
        messages.Add(question);
        return messages;
    }

    private static int Kept(List<List<ChatMessage>> turns, int tokenBudget)
    {
        long used = 0;
        var kept = 0;
        while (kept < turns.Count && (used += turns[^(kept + 1)].Sum(TokenEstimate.OfMessage)) <= tokenBudget) kept++;
        return kept;
    }

    private static List<List<ChatMessage>> Turns(IReadOnlyList<ChatMessage> history)
    {
        List<List<ChatMessage>> turns = [];
        foreach (var message in history.Where(message => message.Role != ChatRole.System))
        {
            if (turns.Count == 0 || message.Role == ChatRole.User) turns.Add([]);
            turns[^1].Add(message);
        }

        return turns;
    }
}

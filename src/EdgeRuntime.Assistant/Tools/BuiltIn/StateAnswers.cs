namespace EdgeRuntime.Assistant.Tools.BuiltIn;

/// <summary>Turns a change of the state into a tool's result, with its way back stored in the same write.</summary>
internal static class StateAnswers
{
    /// <summary>Stores a change and the way back in one write.</summary>
    /// <param name="what">What is done, as in "Undone: setting the volume to 40 percent."</param>
    /// <param name="change">Pure; gives back the same document where there is nothing to do.</param>
    /// <param name="answer">What to say, from the document before and after.</param>
    public static async ValueTask<Outcome<ToolResult>> ChangeAsync(
        this IGlassesState state, string what, Func<GlassesState, GlassesState> change, Func<GlassesState, GlassesState, string> answer,
        CancellationToken stop)
    {
        var before = state.Current;
        var changed = await state.UpdateAsync(
            now =>
            {
                before = now;
                var after = change(now);
                return ReferenceEquals(now, after) ? now : after with { Undo = UndoEntry.Between(what, now, after) };
            },
            stop).ConfigureAwait(false);
        return changed.TryGet(out var after, out var failure)
            ? new ToolResult(answer(before, after)) { Undo = ReferenceEquals(before, after) ? null : what }
            : failure;
    }

    /// <summary>The same for settings alone; equal settings count as no change.</summary>
    public static ValueTask<Outcome<ToolResult>> SetAsync(
        this IGlassesState state, string what, Func<GlassesSettings, GlassesSettings> change,
        Func<GlassesSettings, GlassesSettings, string> answer, CancellationToken stop) =>
        state.ChangeAsync(
            what,
            now => change(now.Settings) is var settings && settings == now.Settings ? now : now with { Settings = settings },
            (before, after) => answer(before.Settings, after.Settings),
            stop);

    /// <summary>An answer that changes nothing.</summary>
    public static ValueTask<Outcome<ToolResult>> Say(string answer) => ValueTask.FromResult<Outcome<ToolResult>>(new ToolResult(answer));

    /// <summary>A question instead of doing anything.</summary>
    public static ValueTask<Outcome<ToolResult>> Ask(FollowUp question) =>
        ValueTask.FromResult<Outcome<ToolResult>>(new ToolResult(question.Question) { Asks = question });

    /// <summary>Maps what hardware gave into an answer.</summary>
    public static async ValueTask<Outcome<ToolResult>> AnswerAsync<T>(
        this ValueTask<Outcome<T>> work, bool simulated, Func<T, string> answer)
    {
        var outcome = await work.ConfigureAwait(false);
        return outcome.TryGet(out var value, out var failure) ? new ToolResult(answer(value)) { Simulated = simulated } : failure;
    }
}

using System.Runtime.CompilerServices;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Conversation;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using Microsoft.Extensions.Logging;

namespace EdgeRuntime.Device.Monitoring;

/// <summary>Writes of every turn what failed in it, when it does, and how it ended; each line bears its id. Safe for several
/// threads.</summary>
/// <param name="wellEnded">How much a turn without an error weighs.</param>
internal sealed class TurnLog(ILogger log, LogLevel wellEnded)
{
    private readonly Lock _lock = new();
    private readonly ConditionalWeakTable<TurnTrace, StrongBox<bool>> _known = []; // true once it has ended

    /// <summary>Takes an event of a conversation.</summary>
    public void See(ConversationEvent happened)
    {
        if ((happened.Trace ?? happened.Result?.Trace) is not { } trace) return;
        Follow(trace);
        switch (happened.Kind)
        {
            case ConversationEventKind.Answered: End(trace, happened.Result!); break;
            case ConversationEventKind.Broken: End(trace, happened.Failure!); break;
            case ConversationEventKind.WakeDropped: End(trace, "dropped", null, null); break;
            case ConversationEventKind.Cancelled: End(trace, "cancelled", null, null); break;
        }
    }

    /// <summary>A turn begins, or has begun; it may be said more than once.</summary>
    public void Follow(TurnTrace trace)
    {
        lock (_lock)
        {
            if (!_known.TryAdd(trace, new StrongBox<bool>())) return;
        }

        TurnSpans.Begin(trace);
        Log.TurnBegan(log, trace.TraceId);
        foreach (var step in trace.Events) Hear(trace, step);
        trace.Added += step => Hear(trace, step);
    }

    /// <summary>A turn has come to its end.</summary>
    public void End(TurnTrace trace, TurnResult result) =>
        End(trace, result.Decision.Route.ToString().ToLowerInvariant(), result.Error, result.Warning);

    /// <summary>A turn has failed before it had a result.</summary>
    public void End(TurnTrace trace, Failure failure) => End(trace, "failed", failure, null);

    private void End(TurnTrace trace, string ending, Failure? error, Failure? warning)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(trace, out var isOver) || isOver.Value) return;
            isOver.Value = true;
        }

        var level = error is null ? wellEnded : LogText.LevelOf(error.Blame);
        if (warning is not null && level < LogLevel.Warning) level = LogLevel.Warning;
        if (log.IsEnabled(level))
        {
            Log.TurnEnded(
                log, level, trace.TraceId, (long)trace.Elapsed.TotalMilliseconds, ending, LogText.Code(error?.Code),
                LogText.Code(warning?.Code));
        }

        TurnSpans.End(trace, error?.Code);
    }

    private void Hear(TurnTrace trace, TurnEvent step)
    {
        if (step.Kind != TurnEventKind.Fail) return;
        var (code, blame) = (TextOf(step, "code"), TextOf(step, "blame"));
        var level = Enum.TryParse<Blame>(blame, out var whose) ? LogText.LevelOf(whose) : LogLevel.Warning;
        if (!log.IsEnabled(level)) return;
        Log.TurnFailed(
            log, level, trace.TraceId, LogText.Code(step.Stage), (long)step.At.TotalMilliseconds, LogText.Code(code), LogText.Name(whose));
    }

    private static string? TextOf(TurnEvent step, string field) =>
        step.Fields.FirstOrDefault(known => known.Name == field).Value as string;
}

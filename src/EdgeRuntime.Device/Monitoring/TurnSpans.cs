using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Monitoring;

/// <summary>Spans of turns for OpenTelemetry: one for the turn, one for each of its stages, one for each call to a gateway, which goes on
/// under it. They bear names of stages and codes, no content. While nobody listens nothing is made. Safe for several threads.</summary>
internal static class TurnSpans
{
    /// <summary>Name of the source, for whoever listens.</summary>
    public const string SourceName = "EdgeRuntime.Device";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly ConcurrentDictionary<string, Activity> Running = new(); // by trace id; a conversation has few at a time

    /// <summary>Begins the span of a turn, where somebody listens.</summary>
    public static void Begin(TurnTrace trace)
    {
        if (!Source.HasListeners() || Running.ContainsKey(trace.TraceId)) return;
        var before = Activity.Current;
        if (Source.StartActivity("turn", ActivityKind.Internal, Parent(trace.TraceId), startTime: trace.Began) is { } turn)
        {
            Running[trace.TraceId] = turn;
        }

        Activity.Current = before; // what goes on around the turn is not a part of it
    }

    /// <summary>A call to a gateway begins; null when nobody listens. The caller ends it.</summary>
    public static Activity? Call(string traceId)
    {
        if (!Source.HasListeners()) return null;
        var before = Activity.Current;
        var call = Source.StartActivity("gateway.converse", ActivityKind.Client, Parent(traceId));
        Activity.Current = before;
        return call;
    }

    /// <summary>A turn has ended: what its trace holds becomes spans.</summary>
    /// <param name="trace">The events of the turn.</param>
    /// <param name="error">Code of what went wrong; null for nothing.</param>
    public static void End(TurnTrace trace, string? error)
    {
        if (!Running.TryRemove(trace.TraceId, out var turn)) return;
        var before = Activity.Current;
        var open = new Dictionary<string, TurnEvent>();
        foreach (var step in trace.Events)
        {
            if (step.Kind == TurnEventKind.Start) open[step.Stage] = step;
            else if (open.Remove(step.Stage, out var began)) Stage(trace, turn.Context, began, step);
        }

        if (error is not null) turn.SetStatus(ActivityStatusCode.Error).SetTag("error.type", LogText.Code(error));
        turn.SetEndTime(turn.StartTimeUtc + trace.Elapsed).Stop();
        Activity.Current = before;
    }

    private static void Stage(TurnTrace trace, ActivityContext turn, TurnEvent began, TurnEvent ended)
    {
        using var stage = Source.StartActivity(began.Stage, ActivityKind.Internal, turn, startTime: trace.Began + began.At);
        if (ended.Kind == TurnEventKind.Fail)
        {
            stage?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", LogText.Code(ended.Fields[0].Value as string));
        }

        stage?.SetEndTime(stage.StartTimeUtc + (ended.At - began.At));
    }

    // The trace of the turn, which has no span above it until the turn itself has one.
    private static ActivityContext Parent(string traceId) => Running.TryGetValue(traceId, out var turn)
        ? turn.Context
        : new ActivityContext(ActivityTraceId.CreateFromString(traceId), default, ActivityTraceFlags.Recorded);
}

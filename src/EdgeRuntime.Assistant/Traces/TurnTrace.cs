using System.Diagnostics;

namespace EdgeRuntime.Assistant.Traces;

/// <summary>The events of one turn, in order: the record that explains it and from which its route can be replayed.
/// Safe for several threads.</summary>
/// <param name="time">Clock for <see cref="TurnEvent.At"/>.</param>
/// <param name="traceId">32 hexadecimal digits that other machines know the turn by; null for a random one.</param>
public sealed class TurnTrace(TimeProvider time, string? traceId = null)
{
    private readonly Lock _lock = new();
    private readonly List<TurnEvent> _events = [];
    private readonly long _began = time.GetTimestamp();

    /// <summary>Raised after an event was added, by the thread that added it.</summary>
    public event Action<TurnEvent>? Added;

    /// <summary>W3C trace id: one trace spans the microphone and the ledger of the cloud.</summary>
    public string TraceId { get; } = traceId ?? ActivityTraceId.CreateRandom().ToHexString();

    /// <summary>When the turn began, by the wall clock.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when a turn began")]
    public DateTimeOffset Began { get; } = time.GetUtcNow();

    /// <summary>Time since the turn began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>A copy of the events so far.</summary>
    public IReadOnlyList<TurnEvent> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>A stage begins.</summary>
    public void Start(string stage, params ReadOnlySpan<TraceField> fields) => Add(stage, TurnEventKind.Start, fields);

    /// <summary>A stage ends well.</summary>
    public void End(string stage, params ReadOnlySpan<TraceField> fields) => Add(stage, TurnEventKind.End, fields);

    /// <summary>A stage was given up.</summary>
    public void Cancel(string stage, params ReadOnlySpan<TraceField> fields) => Add(stage, TurnEventKind.Cancel, fields);

    /// <summary>A stage ends with a failure.</summary>
    public void Fail(Failure failure) => Add(
        failure.Stage,
        TurnEventKind.Fail,
        [
            TraceField.Create("code", failure.Code),
            TraceField.Create("message", failure.Message),
            TraceField.Create("blame", failure.Blame.ToString()),
        ]);

    /// <summary>Milliseconds spent in each stage that has ended, summed over its runs, in order of first start.</summary>
    public IReadOnlyDictionary<string, double> TimingsMs() => StageTimings.Measure(Events);

    private void Add(string stage, TurnEventKind kind, ReadOnlySpan<TraceField> fields)
    {
        var step = new TurnEvent(stage, kind, Elapsed, fields.ToArray());
        lock (_lock)
        {
            _events.Add(step);
        }

        Added?.Invoke(step);
    }
}

using System.Threading.Channels;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using Wire = EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Device.Cloud;

/// <summary>One question on its way through however many calls it takes: begun, resumed behind the last message received, cancelled.
/// Runs in the background from <see cref="Begin"/> until disposed, which cancels it where it is not over.</summary>
internal sealed partial class GatewayTurn : IAsyncDisposable
{
    private static readonly TimeSpan BeyondDeadline = TimeSpan.FromSeconds(2); // for the gateway to say itself that the time is up

    private readonly GatewayChannel _channel;
    private readonly GatewayHealth _health;
    private readonly Question _question;
    private readonly GatewayClientOptions _options;
    private readonly TimeProvider _time;
    private readonly QuestionOutbox _outbox;
    private readonly long _asked; // timestamp
    private readonly CancellationTokenSource _kill = new(); // ends every call at once
    private readonly CancellationTokenSource _unread = new(); // nobody reads any more

    // Waits: the reader decides how fast the gateway may speak.
    private readonly Channel<(AnswerEvent Event, ulong Sequence)> _events =
        Channel.CreateBounded<(AnswerEvent, ulong)>(new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });

    private volatile GatewayLink? _link;
    private volatile bool _isCanceled;
    private Task _running = Task.CompletedTask;
    private string _resumeToken = string.Empty;
    private ulong _received; // highest response number taken in
    private ulong _acknowledged;
    private bool _hasBegun;

    public GatewayTurn(
        GatewayChannel channel, GatewayHealth health, Question question, string sessionId, GatewayClientOptions options, TimeProvider time)
    {
        (_channel, _health, _question, _options, _time) = (channel, health, question, options, time);
        _asked = time.GetTimestamp();
        _outbox = new QuestionOutbox(StartOf(question, sessionId), question, options.AudioMessageBytes);
    }

    /// <summary>Session that the gateway gave the turn; empty before it was taken.</summary>
    public string SessionId { get; private set; } = string.Empty;

    /// <summary>Events with the number to give to <see cref="UsedAsync"/>; the last is done or failed.</summary>
    public IAsyncEnumerable<(AnswerEvent Event, ulong Sequence)> ReadAsync(CancellationToken cancellationToken) =>
        _events.Reader.ReadAllAsync(cancellationToken);

    private TimeSpan Left => _question.Deadline - _time.GetElapsedTime(_asked);

    /// <summary>Begins to ask, in the background; called once.</summary>
    public void Begin() => _running = RunAsync();

    /// <summary>Says that everything up to a number was used; now and then the gateway is told.</summary>
    public async ValueTask UsedAsync(ulong sequence)
    {
        if (sequence < _acknowledged + (ulong)_options.AcknowledgeEvery || _link is not { } link) return;
        _acknowledged = sequence;
        await link.WriteAsync(new Wire.ConverseRequest { Acknowledge = new Wire.Acknowledge { Sequence = sequence } })
            .ConfigureAwait(false);
    }

    /// <summary>True when nothing is left to do.</summary>
    public bool IsOver => _running.IsCompleted;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!IsOver)
        {
            // The gateway is told, on the next link if this one is gone, so that the spending stops,
            // and gets a moment to say what it came to.
            _kill.CancelAfter(_options.CancelPatience);
            _isCanceled = true;
            await _unread.CancelAsync().ConfigureAwait(false);
            if (_link is { } link) await link.WriteAsync(Cancel).ConfigureAwait(false);
        }

        await _running.ConfigureAwait(false);
        _kill.Dispose();
        _unread.Dispose();
    }

    private static Wire.ConverseRequest Cancel => new() { Cancel = new Wire.Cancel() };

    private static Wire.Start StartOf(Question question, string sessionId)
    {
        var start = new Wire.Start
        {
            SessionId = question.Privacy == PrivacyClass.Sensitive ? string.Empty : sessionId,
            IdempotencyKey = question.Key,
            DeadlineMs = (uint)Math.Clamp(question.Deadline.TotalMilliseconds, 100, 600_000),
            PriceCeilingNanos = question.PriceCeilingNanos,
            PrivacyClass = WireAnswers.PrivacyOf(question.Privacy),
            Locale = "en-US",
            Priority = question.CanWait ? Wire.Priority.Deferrable : Wire.Priority.Interactive,
        };
        start.Tools.AddRange(WireTools.Convert(question.Tools));
        return start;
    }

    private async Task RunAsync()
    {
        Exception? defect = null;
        try
        {
            if (await ConverseAsync().ConfigureAwait(false) is { } failed) await EmitAsync(failed, 0).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_kill.IsCancellationRequested)
        {
            // Cancelled, and the gateway did not answer that in time; nobody reads any more.
        }
        catch (Exception thrown)
        {
            defect = thrown; // comes out of the reader
        }

        _link = null;
        _events.Writer.TryComplete(defect);
    }

    private async ValueTask EmitAsync(AnswerEvent happened, ulong sequence)
    {
        if (_isCanceled) return;
        try
        {
            await _events.Writer.WriteAsync((happened, sequence), _unread.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_isCanceled)
        {
            // Nobody reads any more, but the gateway is still told and listened to.
        }
    }
}

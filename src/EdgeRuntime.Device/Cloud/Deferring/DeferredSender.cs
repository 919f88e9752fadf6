using System.Runtime.CompilerServices;
using System.Text;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Assistant.Turns;
using EdgeRuntime.Device.Actions;

namespace EdgeRuntime.Device.Cloud.Deferring;

/// <summary>Sends what waits, oldest first, each exactly once: the key makes the gateway answer and bill it once,
/// the journal makes the tools run once, and a wish leaves the disk only after its answer was handed on. Only one process sends at a time.
/// Sends nothing without consent or while locked.</summary>
/// <param name="queue">What waits.</param>
/// <param name="cloud">Where it goes.</param>
/// <param name="tools">What the glasses can do.</param>
/// <param name="state">Settings.</param>
/// <param name="options">Deadline.</param>
public sealed class DeferredSender(
    DeferredQueue queue, ICloud cloud, ToolRegistry tools, IGlassesState state, DeferredOptions options, TimeProvider time)
{
    private readonly OfferedTools _tools = new(tools, state);

    /// <summary>True when something waits that may be sent now.</summary>
    public bool HasWork => state.Current.Settings is { CloudConsent: true, LocalOnly: false } && queue.Count > 0;

    /// <summary>Sends all; stops at the first that has to go on waiting.
    /// What was yielded counts as told when the next one is asked for.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "record: when what could not be sent was tried")]
    public async IAsyncEnumerable<SentWish> SendAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Refusal() is { } refused)
        {
            yield return Waiting(time.GetUtcNow(), refused);
            yield break;
        }

        if (queue.Count == 0) yield break;
        var locked = await new StateLock(queue.Folder, time).TakeAsync(cancellationToken).ConfigureAwait(false);
        if (!locked.TryGet(out var held, out var busy))
        {
            yield return Waiting(time.GetUtcNow(), busy);
            yield break;
        }

        await using (held.ConfigureAwait(false))
        {
            foreach (var read in queue.Entries())
            {
                if (!read.TryGet(out var entry, out var damaged))
                {
                    yield return new SentWish(time.GetUtcNow(), string.Empty, damaged, null);
                    continue;
                }

                var sent = await SendAsync(entry, cancellationToken).ConfigureAwait(false);
                yield return sent;
                if (sent.Waits) yield break;
                if (queue.Remove(entry) is { } unremoved) yield return Waiting(entry.At, unremoved);
            }
        }
    }

    // Looked at again for every wish: a lock that is set in the meantime holds at once.
    private Failure? Refusal() => state.Current.Settings switch
    {
        { LocalOnly: true } =>
            Refused(
                "cloud-locked", "Nothing is sent while the glasses are locked to local only.", "Unlock them: edge-runtime cloud lock off"),
        { CloudConsent: false } =>
            Refused("cloud-no-consent", "Nothing is sent without your consent.", "Agree to it: edge-runtime cloud consent on"),
        _ => null,
    };

    private static Failure Refused(string code, string message, string next) => new(Stages.Cloud, code, message, next, Blame.Wearer);

    private async ValueTask<SentWish> SendAsync(DeferredEntry entry, CancellationToken cancellationToken)
    {
        await state.RefreshAsync(cancellationToken).ConfigureAwait(false);
        if (Refusal() is { } refused) return Waiting(entry.At, refused);
        var words = new StringBuilder();
        ToolReply? last = null;
        await foreach (var happened in cloud.AskAsync(QuestionOf(entry), cancellationToken).ConfigureAwait(false))
        {
            switch (happened)
            {
                case AnswerEvent.Words said: words.Append(said.Text); break;
                case AnswerEvent.ToolRan ran: last = ran.Reply; break;
                case AnswerEvent.Done done:
                    return new SentWish(
                    entry.At, words.Length > 0 ? words.ToString().Trim() : WordsOf(last), null, done.Bill);
                case AnswerEvent.Failed failed: return Failed(entry, failed);
            }
        }

        throw new InvalidOperationException("An answer ended without saying so.");
    }

    private Question QuestionOf(DeferredEntry entry)
    {
        var journal = new ToolJournal(queue, entry);
        return new Question
        {
            Key = entry.Key,
            Said = entry.Said(),
            Deadline = options.Deadline,
            CanWait = true,
            Tools = _tools.Offered,
            RunTool = (request, stop) => journal.RunAsync(request, RunToolAsync, stop),
            TraceId = entry.TraceId,
        };
    }

    private async ValueTask<ToolReply> RunToolAsync(ToolRequest request, CancellationToken cancellationToken) =>
        OfferedTools.ReplyOf(await _tools.RunAsync(request, cancellationToken).ConfigureAwait(false));

    private static SentWish Failed(DeferredEntry entry, AnswerEvent.Failed failed) =>
        failed.Failure.Code == WireFailures.AlreadyDoneCode ? new SentWish(entry.At, "That was already carried out.", null, failed.Bill) :
        failed.CanRetry || IsAccountsFault(failed.Failure) ? Waiting(entry.At, failed.Failure) :
        new SentWish(entry.At, $"I could not carry out what you asked for: {failed.Failure.Message}", failed.Failure, failed.Bill);

    // A key, a pin or a budget can be put right; the wish must not be lost over it.
    private static bool IsAccountsFault(Failure failure) =>
        failure.Code.StartsWith("cloud-certificate-", StringComparison.Ordinal)
            || failure.Code.StartsWith("cloud-key-", StringComparison.Ordinal)
        || failure.Code.StartsWith("cloud-budget-", StringComparison.Ordinal) || failure.Code is "cloud-protocol" or "cloud-call-refused";

    private static string WordsOf(ToolReply? last) => last is null ? "It was carried out." : OfferedTools.WordsOf(last);

    private static SentWish Waiting(DateTimeOffset at, Failure why) => new(at, string.Empty, why, null) { Waits = true };
}

using System.Text;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Speaking;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>One answer of the cloud on its way to the wearer: read, cut into sentences, spoken while the rest comes,
/// and ended properly whatever happens. Used once.</summary>
internal sealed class StreamedAnswer(ICloud cloud, AnswerVoice voice, TurnTrace trace, TurnOptions options, TimeProvider time)
{
    /// <summary>What the wearer hears when the link is lost in the middle of an answer.</summary>
    public const string LinkLost = "The connection is gone. I'm trying to get it back.";

    private readonly SentenceStream _sentences = new();
    private readonly StringBuilder _text = new();
    private TimeSpan _asked;
    private bool _isInterrupted;
    private bool _hasNoticed;

    /// <summary>What is known of the cloud's part so far.</summary>
    public CloudUse Use { get; private set; } = new();

    /// <summary>Why there is no whole answer; null while all is well.</summary>
    public AnswerEvent.Failed? Broken { get; private set; }

    /// <summary>Why it ended.</summary>
    public StopReason Stop { get; private set; }

    /// <summary>Its words so far, without blanks at either end.</summary>
    public string Text => _text.ToString().Trim();

    /// <summary>True when the wearer has heard a part of it, or is about to.</summary>
    public bool HasWords => _text.Length > 0;

    /// <summary>The last tool's answer, for an answerer that has nothing to add; null without one.</summary>
    public ToolReply? LastReply { get; private set; }

    /// <summary>Reads the answer to its end.</summary>
    /// <param name="headStart">Time to the first word, after which it is given up with <c>cloud-late</c>;
    /// null for as long as the question's deadline.</param>
    /// <param name="cancellationToken">Cancels the turn.</param>
    public async ValueTask ReadAsync(Question question, TimeSpan? headStart, CancellationToken cancellationToken)
    {
        _asked = trace.Elapsed;
        using var late = new CancellationTokenSource(headStart ?? Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await FollowAsync(question, late, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Broken = new AnswerEvent.Failed(new Failure(
                Stages.Cloud, "cloud-late", "The cloud took too long to begin.", "Try again, or say it another way.", Blame.Cloud));
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            // The stage boundary: a defect in a client must not take the glasses down, and what was heard so far still ends properly.
            Broken = new AnswerEvent.Failed(new Failure(
                Stages.Cloud, "cloud-crashed", "Something went wrong inside the glasses.",
                $"Report this with the trace: {thrown.GetType().Name}: {thrown.Message}", Blame.Program));
        }
    }

    /// <summary>Says what is still open, and why it ends there where it does.</summary>
    public async ValueTask EndAsync(Failure? why, CancellationToken cancellationToken)
    {
        var rest = _sentences.TakeRest();
        await voice.SayAsync(why is null || rest.Length == 0 ? rest : rest + " …", cancellationToken).ConfigureAwait(false);
        if (why is null) return;
        var reason = $"{why.Message} My answer ends here.";
        _text.Append(rest.Length == 0 ? " " : " … ").Append(reason);
        await voice.SayAsync(reason, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask FollowAsync(Question question, CancellationTokenSource late, CancellationToken stop)
    {
        var events = cloud.AskAsync(question, stop).GetAsyncEnumerator(stop);
        await using (events.ConfigureAwait(false))
        {
            while (true)
            {
                var next = events.MoveNextAsync().AsTask();
                if (_isInterrupted && HasWords && !_hasNoticed) await NoticeAsync(next, stop).ConfigureAwait(false);
                if (!await next.ConfigureAwait(false)) return;
                await TakeAsync(events.Current, stop).ConfigureAwait(false);
                if (HasWords) late.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }
    }

    private async ValueTask TakeAsync(AnswerEvent happened, CancellationToken stop)
    {
        switch (happened)
        {
            case AnswerEvent.Began began: Use = Use with { Model = began.Model, IsScripted = began.IsScripted }; break;
            case AnswerEvent.Transcript { IsFinal: true } heard: Use = Use with { Transcript = heard.Text }; break;
            case AnswerEvent.Words words: await SayAsync(words.Text, stop).ConfigureAwait(false); break;
            case AnswerEvent.ToolRan ran: (LastReply, Use) = (ran.Reply, Use with { ToolCalls = Use.ToolCalls + 1 }); break;
            case AnswerEvent.Interrupted: _isInterrupted = true; break;
            case AnswerEvent.Resumed: (_isInterrupted, _hasNoticed, Use) = (false, false, Use with { Resumed = Use.Resumed + 1 }); break;
            case AnswerEvent.Done done: (Stop, Use) = (done.Why, Use with { Bill = done.Bill }); break;
            case AnswerEvent.Failed failed: (Broken, Use) = (failed, Use with { Bill = failed.Bill }); break;
        }
    }

    private async ValueTask SayAsync(string words, CancellationToken stop)
    {
        if (words.Length == 0) return;
        Use = Use.FirstWordMs is null ? Use with { FirstWordMs = (trace.Elapsed - _asked).TotalMilliseconds } : Use;
        _text.Append(words);
        foreach (var sentence in _sentences.Push(words)) await voice.SayAsync(sentence, stop).ConfigureAwait(false);
    }

    // A link that comes back at once is nobody's business; one that does not is told, behind the words that are already there.
    private async ValueTask NoticeAsync(Task next, CancellationToken stop)
    {
        await Task.WhenAny(next, Task.Delay(options.NoticeAfter, time, stop)).ConfigureAwait(false);
        if (next.IsCompleted || stop.IsCancellationRequested) return;
        _hasNoticed = true;
        var open = _sentences.TakeWords();
        await voice.SayAsync(open.Length == 0 ? open : open + " …", stop).ConfigureAwait(false);
        await voice.SayAsync(LinkLost, stop).ConfigureAwait(false);
    }
}

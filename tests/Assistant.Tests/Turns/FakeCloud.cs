using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Traces;

namespace Assistant.Tests.Turns;

/// <summary>A cloud that says what a test tells it, when the test tells it.</summary>
internal sealed class FakeCloud : ICloud
{
    private readonly Channel<AnswerEvent> _events = Channel.CreateUnbounded<AnswerEvent>();

    public static CloudBill Bill { get; } = new()
    {
        Id = "01JCLOUD",
        InputTokens = 7,
        OutputTokens = 3,
        CostNanos = 1200,
        Currency = "USD",
    };

    public static AnswerEvent.Failed Lost { get; } =
        new(new Failure(Stages.Cloud, "cloud-lost", "The connection to the cloud was lost.", "Ask again.", Blame.Cloud))
        {
            CanRetry = true,
        };

    public CloudStatus Status { get; set; } = new(CloudLink.Up);

    public List<Question> Asked { get; } = [];

    public List<ToolReply> Replies { get; } = [];

    /// <summary>Set when the stream was given up before its end.</summary>
    public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Events read so far: a test waits for it before it moves the clock.</summary>
    public int Read { get; private set; }

    public FakeCloud Say(params AnswerEvent[] events)
    {
        foreach (var happened in events) _events.Writer.TryWrite(happened);
        return this;
    }

    public FakeCloud Words(params string[] words) =>
        Say([new AnswerEvent.Began("small", false), .. words.Select(text => new AnswerEvent.Words(text))]);

    public FakeCloud Done(StopReason why = StopReason.Complete) => Say(new AnswerEvent.Done(Bill, why));

    public async IAsyncEnumerable<AnswerEvent> AskAsync(Question question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked.Add(question);
        try
        {
            while (true)
            {
                var happened = await _events.Reader.ReadAsync(cancellationToken);
                if (happened is AnswerEvent.ToolRan { Request: var request })
                {
                    Replies.Add(await question.RunTool(request, cancellationToken));
                }

                Read++;
                yield return happened is AnswerEvent.ToolRan ran ? ran with { Reply = Replies[^1] } : happened;
                if (happened is AnswerEvent.Done or AnswerEvent.Failed) yield break;
            }
        }
        finally
        {
            GivenUp.TrySetResult();
        }
    }
}

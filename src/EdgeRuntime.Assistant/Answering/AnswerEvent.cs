namespace EdgeRuntime.Assistant.Answering;

/// <summary>One step of an answer; the same from a cloud and from a model on the glasses.</summary>
public abstract record AnswerEvent
{
    private AnswerEvent()
    {
    }

    /// <summary>The question was taken.</summary>
    /// <param name="Model">Who answers.</param>
    /// <param name="IsScripted">True when fixed sentences stand in for a model.</param>
    public sealed record Began(string Model, bool IsScripted) : AnswerEvent;

    /// <summary>What was heard.</summary>
    /// <param name="IsFinal">False while it may still change.</param>
    public sealed record Transcript(string Text, bool IsFinal) : AnswerEvent;

    /// <summary>The next words of the answer.</summary>
    /// <param name="Text">With its blanks.</param>
    public sealed record Words(string Text) : AnswerEvent;

    /// <summary>A tool was run.</summary>
    /// <param name="Reply">What came of it.</param>
    public sealed record ToolRan(ToolRequest Request, ToolReply Reply) : AnswerEvent;

    /// <summary>A piece of the spoken answer.</summary>
    /// <param name="Pcm16">PCM, 16 bit signed little endian, mono.</param>
    public sealed record Speech(ReadOnlyMemory<byte> Pcm16, int SampleRateHz) : AnswerEvent;

    /// <summary>What was used so far.</summary>
    /// <param name="SoFar">Without key.</param>
    public sealed record Usage(CloudBill SoFar) : AnswerEvent;

    /// <summary>The link is lost; it is being mended, and the answer goes on where it stopped if that works.</summary>
    public sealed record Interrupted : AnswerEvent;

    /// <summary>The link is back.</summary>
    public sealed record Resumed : AnswerEvent;

    /// <summary>The last event of an answer.</summary>
    /// <param name="Bill">What it cost.</param>
    public sealed record Done(CloudBill Bill, StopReason Why) : AnswerEvent;

    /// <summary>The last event of an answer that broke.</summary>
    public sealed record Failed(Failure Failure) : AnswerEvent
    {
        /// <summary>What was billed before it broke; null when nothing is known to be.</summary>
        public CloudBill? Bill { get; init; }

        /// <summary>True when the same question can be answered later.</summary>
        public bool CanRetry { get; init; }

        /// <summary>Not before this long; zero for at once.</summary>
        public TimeSpan RetryAfter { get; init; }
    }
}

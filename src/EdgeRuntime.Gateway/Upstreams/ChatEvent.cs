using EdgeRuntime.Gateway.Ledger.Prices;

namespace EdgeRuntime.Gateway.Upstreams;

/// <summary>One step of a model's answer: words, thinking, a tool call, its end or what broke it; exactly one of these.</summary>
public readonly record struct ChatEvent
{
    /// <summary>The next words.</summary>
    public string? Text { get; init; }

    /// <summary>So many bytes of UTF-8 of thinking, which is paid for but belongs to no answer.</summary>
    public int ThoughtBytes { get; init; }

    /// <summary>A complete tool call.</summary>
    public ChatToolCall? ToolCall { get; init; }

    /// <summary>The last event of a whole answer: what it used. <see cref="Counted"/> says whether the upstream counted it.</summary>
    public Amounts? Finished { get; init; }

    /// <summary>The last event of an answer that broke.</summary>
    public Failure? Failure { get; init; }

    /// <summary>With <see cref="Finished"/>: false when the amounts are the gateway's estimate.</summary>
    public bool Counted { get; init; }

    /// <summary>With <see cref="Finished"/>: the upstream stopped for length.</summary>
    public bool CutShort { get; init; }

    /// <summary>With <see cref="Finished"/>: the upstream's own filter ended it.</summary>
    public bool IsFiltered { get; init; }
}

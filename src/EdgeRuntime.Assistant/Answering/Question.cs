using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Assistant.Answering;

/// <summary>One question to somebody who answers.</summary>
public sealed record Question
{
    /// <summary>Same key, same question: asked again, it is answered and billed once. 1..64 characters of [A-Za-z0-9_-].</summary>
    public required string Key { get; init; }

    /// <summary>What the wearer said: words, or sound that nobody has written down.</summary>
    public required Utterance Said { get; init; }

    /// <summary>What the wearer sees, a JPEG of at most 1 MiB; empty where the question is not about it.
    /// Never written to a trace or a log.</summary>
    public ReadOnlyMemory<byte> Picture { get; init; }

    /// <summary>Time for the whole answer.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>How freely it may be handled.</summary>
    public PrivacyClass Privacy { get; init; }

    /// <summary>True when nobody waits for it: a note that was kept for later.</summary>
    public bool CanWait { get; init; }

    /// <summary>Most it may cost, in nano units of the currency; 0: only the budget limits it.</summary>
    public long PriceCeilingNanos { get; init; }

    /// <summary>Tools that the answerer may use.</summary>
    public IReadOnlyList<ToolSpec> Tools { get; init; } = [];

    /// <summary>Runs a tool under the wearer's permissions.</summary>
    public required Func<ToolRequest, CancellationToken, ValueTask<ToolReply>> RunTool { get; init; }

    /// <summary>Trace id of the turn, 32 hexadecimal digits, so that one trace spans microphone and ledger.</summary>
    public required string TraceId { get; init; }
}

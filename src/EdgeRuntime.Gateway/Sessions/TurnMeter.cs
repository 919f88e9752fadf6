using System.Text;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Counts what a turn uses against what was reserved. A running round is estimated until the upstream has counted it. Safe for several threads.</summary>
/// <param name="price">Prices of the turn.</param>
/// <param name="grantedNanos">The most it may cost.</param>
internal sealed class TurnMeter(ModelPrice price, long grantedNanos)
{
    private readonly Lock gate = new();
    private Amounts sure;
    private long roundInput;
    private long roundOutputBytes;

    /// <summary>Everything used so far.</summary>
    public Amounts Used
    {
        get
        {
            lock (gate) return Used_NeedsLock();
        }
    }

    /// <summary>What it costs so far, never more than what was reserved.</summary>
    public long CostNanos => Math.Min(price.CostNanos(Used), grantedNanos);

    /// <summary>True when the next token would cost more than was reserved.</summary>
    public bool IsExhausted => price.CostNanos(Used) >= grantedNanos && grantedNanos < long.MaxValue && !IsFree;

    private bool IsFree => price is { InputTokenNanos: 0, OutputTokenNanos: 0, AudioSecondNanos: 0, ImageNanos: 0 };

    /// <summary>Begins a question to the model; gives how many tokens the answer may have, at most <paramref name="most"/>.</summary>
    public long BeginRound(long inputTokens, int images, int most)
    {
        lock (gate)
        {
            sure = sure with { Images = sure.Images + images };
            roundInput = inputTokens;
            roundOutputBytes = 0;
            if (price.OutputTokenNanos == 0) return price.CostNanos(Used_NeedsLock()) <= grantedNanos ? most : 0;
            return Math.Clamp((grantedNanos - price.CostNanos(Used_NeedsLock())) / price.OutputTokenNanos, 0, most);
        }
    }

    /// <summary>The question was never sent, so it is not counted.</summary>
    public void AbandonRound(int images)
    {
        lock (gate)
        {
            sure = sure with { Images = sure.Images - images };
            roundInput = roundOutputBytes = 0;
        }
    }

    /// <summary>Counts words of the answer.</summary>
    public void Answered(string delta)
    {
        lock (gate) roundOutputBytes += Encoding.UTF8.GetByteCount(delta);
    }

    /// <summary>Takes what the upstream says in place of the estimate.</summary>
    public void EndRound(Amounts counted)
    {
        lock (gate)
        {
            sure = sure with { InputTokens = sure.InputTokens + counted.InputTokens, OutputTokens = sure.OutputTokens + counted.OutputTokens };
            roundInput = roundOutputBytes = 0;
        }
    }

    /// <summary>Counts sound that was heard; negative when it turned out that nobody heard it.</summary>
    public void Heard(long milliseconds)
    {
        lock (gate) sure = sure with { AudioInputMs = sure.AudioInputMs + milliseconds };
    }

    /// <summary>Counts speech that was made.</summary>
    public void Spoke(long milliseconds)
    {
        lock (gate) sure = sure with { AudioOutputMs = sure.AudioOutputMs + milliseconds };
    }

    private Amounts Used_NeedsLock() => sure with
    {
        InputTokens = sure.InputTokens + roundInput,
        OutputTokens = sure.OutputTokens + TokenEstimate.OfBytes(roundOutputBytes),
    };
}

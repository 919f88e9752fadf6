using System.Text;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>Counts what a turn uses against what was reserved. A running round is estimated until the upstream has counted it. Safe for several threads.</summary>
/// <param name="price">Prices of the turn.</param>
/// <param name="grantedNanos">The most it may cost.</param>
internal sealed class TurnMeter(ModelPrice price, long grantedNanos)
{
    private readonly Lock _gate = new();
    private Amounts _sure;
    private long _roundInput;
    private long _roundOutputBytes;

    /// <summary>Everything used so far.</summary>
    public Amounts Used
    {
        get
        {
            lock (_gate) return Used_NeedsLock();
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
        lock (_gate)
        {
            _sure = _sure with { Images = _sure.Images + images };
            _roundInput = inputTokens;
            _roundOutputBytes = 0;
            if (price.OutputTokenNanos == 0) return price.CostNanos(Used_NeedsLock()) <= grantedNanos ? most : 0;
            return Math.Clamp((grantedNanos - price.CostNanos(Used_NeedsLock())) / price.OutputTokenNanos, 0, most);
        }
    }

    /// <summary>The question was never sent, so it is not counted.</summary>
    public void AbandonRound(int images)
    {
        lock (_gate)
        {
            _sure = _sure with { Images = _sure.Images - images };
            _roundInput = _roundOutputBytes = 0;
        }
    }

    /// <summary>Counts words of the answer.</summary>
    public void Answered(string delta)
    {
        lock (_gate) _roundOutputBytes += Encoding.UTF8.GetByteCount(delta);
    }

    /// <summary>Takes what the upstream says in place of the estimate.</summary>
    public void EndRound(Amounts counted)
    {
        lock (_gate)
        {
            _sure = _sure with { InputTokens = _sure.InputTokens + counted.InputTokens, OutputTokens = _sure.OutputTokens + counted.OutputTokens };
            _roundInput = _roundOutputBytes = 0;
        }
    }

    /// <summary>Counts sound that was heard; negative when it turned out that nobody heard it.</summary>
    public void Heard(long milliseconds)
    {
        lock (_gate) _sure = _sure with { AudioInputMs = _sure.AudioInputMs + milliseconds };
    }

    /// <summary>Counts speech that was made.</summary>
    public void Spoke(long milliseconds)
    {
        lock (_gate) _sure = _sure with { AudioOutputMs = _sure.AudioOutputMs + milliseconds };
    }

    private Amounts Used_NeedsLock() => _sure with
    {
        InputTokens = _sure.InputTokens + _roundInput,
        OutputTokens = _sure.OutputTokens + TokenEstimate.OfBytes(_roundOutputBytes),
    };
}

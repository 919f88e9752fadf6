using EdgeRuntime.Gateway.Ledger.Prices;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.Turns;

/// <summary>Counts what a turn uses against what was reserved. A running round is estimated until the upstream has counted it.
/// Safe for several threads.</summary>
/// <param name="price">Prices of the turn.</param>
/// <param name="grantedNanos">The most it may cost.</param>
internal sealed class TurnMeter(ModelPrice price, long grantedNanos)
{
    private const int MostBytesPerToken = 64; // 16 characters, which no vocabulary comes near, of 4 bytes

    private readonly Lock _lock = new();
    private Amounts _sure;
    private long _grantedNanos = grantedNanos;
    private long _roundInput;
    private long _roundOutputBytes;
    private long _roundMost; // tokens that the running answer may have
    private bool _isEstimated;

    /// <summary>Everything used so far.</summary>
    public Amounts Used
    {
        get
        {
            lock (_lock) return Used_NeedsLock();
        }
    }

    /// <summary>What of it would be billed now: no more than what was reserved.</summary>
    public Amounts Billable
    {
        get
        {
            lock (_lock) return price.Billable(Used_NeedsLock(), _grantedNanos);
        }
    }

    /// <summary>What it costs so far, never more than what was reserved.</summary>
    public long CostNanos => price.CostNanos(Billable);

    /// <summary>True when tokens are an estimate: an answer is not over, or its upstream has not counted it.</summary>
    public bool IsEstimated
    {
        get
        {
            lock (_lock) return _isEstimated || _roundMost > 0;
        }
    }

    /// <summary>True when the next token would cost more than was reserved.</summary>
    public bool IsExhausted
    {
        get
        {
            lock (_lock)
            {
                return price.CostNanos(Used_NeedsLock()) > _grantedNanos - Math.Max(1, price.OutputTokenNanos)
                && _grantedNanos < long.MaxValue && !IsFree;
            }
        }
    }

    /// <summary>True when the running answer is longer than any tokenizer could make of its limit:
    /// its server does not keep to it.</summary>
    public bool IsEndless
    {
        get
        {
            lock (_lock) return _roundOutputBytes > _roundMost * MostBytesPerToken;
        }
    }

    /// <summary>What is set aside for the turn.</summary>
    public long GrantedNanos
    {
        get
        {
            lock (_lock) return _grantedNanos;
        }
    }

    private bool IsFree => price is { InputTokenNanos: 0, OutputTokenNanos: 0, AudioSecondNanos: 0, ImageNanos: 0 };

    /// <summary>What the turn costs in all if so much more is used and the running answer becomes as long as it may.</summary>
    public long CostWith(Amounts more)
    {
        lock (_lock)
        {
            var used = Used_NeedsLock();
            return price.CostNanos(new Amounts(
                used.InputTokens + more.InputTokens,
                _sure.OutputTokens + _roundMost + more.OutputTokens,
                used.AudioInputMs + more.AudioInputMs,
                used.AudioOutputMs + more.AudioOutputMs,
                used.Images + more.Images));
        }
    }

    /// <summary>So much is set aside now.</summary>
    public void Grant(long nanos)
    {
        lock (_lock) _grantedNanos = Math.Max(_grantedNanos, nanos);
    }

    /// <summary>Begins a question to the model; gives how many tokens the answer may have, at most <paramref name="most"/>.</summary>
    public long BeginRound(long inputTokens, int images, int most)
    {
        lock (_lock)
        {
            _sure = _sure with { Images = _sure.Images + images };
            _roundInput = inputTokens;
            _roundOutputBytes = _roundMost = 0;
            var left = _grantedNanos - price.CostNanos(Used_NeedsLock());
            return _roundMost = price.OutputTokenNanos == 0 ? (left >= 0 ? most : 0) : Math.Clamp(left / price.OutputTokenNanos, 0, most);
        }
    }

    /// <summary>The question was never sent, so it is not counted.</summary>
    public void AbandonRound(int images)
    {
        lock (_lock)
        {
            _sure = _sure with { Images = _sure.Images - images };
            _roundInput = _roundOutputBytes = _roundMost = 0;
        }
    }

    /// <summary>Counts words of the answer, or thinking before it.</summary>
    /// <param name="utf8Bytes">How many bytes of UTF-8.</param>
    public void Answered(int utf8Bytes)
    {
        lock (_lock) _roundOutputBytes += utf8Bytes;
    }

    /// <summary>Takes what the upstream says in place of the estimate; the estimate stays where the count costs more than was reserved, for
    /// a part of a count is nobody's number.</summary>
    /// <param name="counted">What the whole round has used.</param>
    /// <param name="isEstimated">True when somebody else has estimated them.</param>
    public void EndRound(Amounts counted, bool isEstimated = false)
    {
        lock (_lock)
        {
            var estimated = Used_NeedsLock();
            _sure = _sure with
            {
                InputTokens = _sure.InputTokens + counted.InputTokens,
                OutputTokens = _sure.OutputTokens + counted.OutputTokens
            };
            var isTooMuch = !isEstimated && price.CostNanos(_sure) > _grantedNanos;
            _sure = isTooMuch ? estimated : _sure;
            _roundInput = _roundOutputBytes = _roundMost = 0;
            _isEstimated |= isEstimated || isTooMuch;
        }
    }

    /// <summary>Counts sound that was heard; negative when it turned out that nobody heard it.</summary>
    public void Heard(long milliseconds)
    {
        lock (_lock) _sure = _sure with { AudioInputMs = _sure.AudioInputMs + milliseconds };
    }

    /// <summary>Counts speech that was made.</summary>
    public void Spoke(long milliseconds)
    {
        lock (_lock) _sure = _sure with { AudioOutputMs = _sure.AudioOutputMs + milliseconds };
    }

    private Amounts Used_NeedsLock() => _sure with
    {
        InputTokens = _sure.InputTokens + _roundInput,
        // whatever an upstream sends beyond its limit
        OutputTokens = _sure.OutputTokens + Math.Min(TokenEstimate.CountBytes(_roundOutputBytes), _roundMost),
    };
}

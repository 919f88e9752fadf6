namespace EdgeRuntime.Gateway.Admission;

/// <summary>How much was taken in the last minute, in slots of one second. A minute that begins anywhere touches at most 61 slots, so a
/// sum over 61
/// that stays within a limit keeps every minute within it. Not safe for several threads.</summary>
internal sealed class SlidingMinute
{
    private const int Slots = 61;
    private readonly long[] _slots = new long[Slots];
    private long _second; // of the newest slot
    private long _total;

    /// <summary>Whether nothing was taken in the last minute.</summary>
    public bool IsEmpty(long second)
    {
        Advance(second);
        return _total == 0;
    }

    /// <summary>Whether an amount fits into a limit now.</summary>
    /// <param name="second">Now, in whole seconds of a clock that never goes back.</param>
    /// <param name="amount">What is wanted on top of what was taken.</param>
    /// <param name="limit">Per minute.</param>
    /// <param name="wait">Whole seconds until it fits, when it does not.</param>
    public bool Fits(long second, long amount, long limit, out long wait)
    {
        Advance(second);
        wait = 0;
        var total = _total;
        for (var slot = second - Slots + 1; total > limit - amount && slot <= second; slot++)
        {
            total -= At(slot);
            wait = slot + Slots - second;
        }

        return wait == 0;
    }

    /// <summary>Takes an amount, or gives it back where it is negative; what has left the minute stays as it is.</summary>
    public void Add(long second, long amount)
    {
        if (second > _second)
        {
            Advance(second);
        }

        if (second > _second - Slots)
        {
            ref var slot = ref At(second);
            var kept = Math.Max(0, slot + amount);
            _total += kept - slot;
            slot = kept;
        }
    }

    private ref long At(long second) => ref _slots[(int)((second % Slots + Slots) % Slots)];

    private void Advance(long second)
    {
        for (var next = Math.Max(_second + 1, second - Slots + 1); next <= second; next++)
        {
            ref var slot = ref At(next);
            _total -= slot;
            slot = 0;
        }

        _second = Math.Max(_second, second);
    }
}

using System.Numerics;

namespace EdgeRuntime.Gateway.Ledger.Prices;

/// <summary>Prices of one model, in nano units of the currency; never negative.</summary>
/// <param name="Model">Name that callers use.</param>
/// <param name="InputTokenNanos">Per token sent.</param>
/// <param name="OutputTokenNanos">Per token answered.</param>
/// <param name="AudioSecondNanos">Per second of sound heard or made, begun milliseconds counted in proportion and rounded up.</param>
/// <param name="ImageNanos">Per picture.</param>
public sealed record ModelPrice(string Model, long InputTokenNanos, long OutputTokenNanos, long AudioSecondNanos = 0, long ImageNanos = 0)
{
    /// <summary>Cost of amounts. Throws <see cref="OverflowException"/> when it does not fit,
    /// which the bounds of the contract exclude.</summary>
    public long CostNanos(Amounts used) => checked(
        used.InputTokens * InputTokenNanos
        + used.OutputTokens * OutputTokenNanos
        + ((used.AudioInputMs + used.AudioOutputMs) * AudioSecondNanos + 999) / 1000
        + used.Images * ImageNanos);

    /// <summary>What of these amounts is billed, so that amount times price is the cost to the last nano unit,
    /// in a bill as in any sum of bills: sound in whole steps of <see cref="SoundStepMs"/>, and no more than fits into a limit;
    /// the answer is the first that is left out.</summary>
    public Amounts Billable(Amounts used, long mostNanos)
    {
        var step = SoundStepMs;
        var billed = used with { AudioInputMs = WholeSteps(used.AudioInputMs, step), AudioOutputMs = WholeSteps(used.AudioOutputMs, step) };
        var excess = (Int128)billed.InputTokens * InputTokenNanos + (Int128)billed.OutputTokens * OutputTokenNanos
            + (Int128)(billed.AudioInputMs + billed.AudioOutputMs) * AudioSecondNanos / 1000
            + (Int128)billed.Images * ImageNanos - mostNanos;
        if (excess <= 0) return billed;
        var stepNanos = AudioSecondNanos * step / 1000;
        billed = billed with { OutputTokens = Left(billed.OutputTokens, 1, OutputTokenNanos, ref excess) };
        billed = billed with { AudioOutputMs = Left(billed.AudioOutputMs, step, stepNanos, ref excess) };
        billed = billed with { Images = Left(billed.Images, 1, ImageNanos, ref excess) };
        billed = billed with { AudioInputMs = Left(billed.AudioInputMs, step, stepNanos, ref excess) };
        return billed with { InputTokens = Left(billed.InputTokens, 1, InputTokenNanos, ref excess) };
    }

    /// <summary>The shortest time that costs a whole number of nano units: 1 ms for most prices, at most 1 s.</summary>
    private long SoundStepMs => AudioSecondNanos == 0 ? 1 : 1000 / (long)BigInteger.GreatestCommonDivisor(AudioSecondNanos, 1000);

    private static long WholeSteps(long milliseconds, long step) => (milliseconds + step - 1) / step * step;

    // Of whole units of so many, as many as have to go for the excess to go.
    private static long Left(long amount, long unit, long unitNanos, ref Int128 excess)
    {
        if (excess <= 0 || unitNanos == 0) return amount;
        var gone = (long)Int128.Min(amount / unit, (excess + unitNanos - 1) / unitNanos);
        excess -= (Int128)gone * unitNanos;
        return amount - gone * unit;
    }
}

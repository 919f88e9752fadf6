namespace EdgeRuntime.Gateway.Ledger;

/// <summary>Prices of one model, in nano units of the currency; never negative.</summary>
/// <param name="Model">Name that callers use.</param>
/// <param name="InputTokenNanos">Per token sent.</param>
/// <param name="OutputTokenNanos">Per token answered.</param>
/// <param name="AudioSecondNanos">Per second of sound heard or made, begun milliseconds counted in proportion and rounded up.</param>
/// <param name="ImageNanos">Per picture.</param>
public sealed record ModelPrice(string Model, long InputTokenNanos, long OutputTokenNanos, long AudioSecondNanos = 0, long ImageNanos = 0)
{
    /// <summary>Cost of amounts. Throws <see cref="OverflowException"/> when it does not fit, which the bounds of the contract exclude.</summary>
    public long CostNanos(Amounts used) => checked(
        used.InputTokens * InputTokenNanos
        + used.OutputTokens * OutputTokenNanos
        + ((used.AudioInputMs + used.AudioOutputMs) * AudioSecondNanos + 999) / 1000
        + used.Images * ImageNanos);
}

using System.Globalization;

namespace EdgeRuntime.Gateway.Ledger.Prices;

/// <summary>Amounts of money as people read and write them; inside, money is always whole nano units.</summary>
internal static class Money
{
    /// <summary>With at least two and at most nine digits behind the point, without loss: 1500000 nano units are "0.0015".</summary>
    public static string Text(long nanos) =>
        (nanos / (decimal)PriceList.NanosPerUnit).ToString("0.00#######", CultureInfo.InvariantCulture);

    /// <summary>Reads "12.5"; null when it is negative, not a number, too large or finer than nano units.</summary>
    public static long? Parse(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units)
            || units > long.MaxValue / PriceList.NanosPerUnit)
        {
            return null;
        }

        var nanos = units * PriceList.NanosPerUnit;
        return nanos % 1 == 0 ? (long)nanos : null;
    }
}

namespace EdgeRuntime.Device.Evaluation;

/// <summary>A 95 % confidence interval of a rate.</summary>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public readonly record struct Interval(double Low, double High)
{
    private const double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution
    private const double Tail = 0.025;

    /// <summary>Wilson's score interval of a proportion (E. B. Wilson, JASA 22, 1927); 0..1 when nothing was counted.</summary>
    /// <param name="hits">Events among the trials.</param>
    /// <param name="trials">Cases among which the events were looked for.</param>
    public static Interval OfProportion(int hits, int trials)
    {
        if (trials == 0) return new Interval(0, 1);
        var p = (double)hits / trials;
        var scale = 1 / (1 + (Z * Z / trials));
        var centre = (p + (Z * Z / (2 * trials))) * scale;
        var half = Z * scale * Math.Sqrt((p * (1 - p) / trials) + (Z * Z / (4.0 * trials * trials)));
        return new Interval(hits == 0 ? 0 : Math.Max(0, centre - half), hits == trials ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>Exact interval of an event rate (F. Garwood, Biometrika 28, 1936), in events per unit of exposure.</summary>
    /// <param name="events">Events seen.</param>
    /// <param name="exposure">How long was watched, in the unit of the rate.</param>
    public static Interval OfRate(int events, double exposure)
    {
        var low = events == 0 ? 0 : Solve(mean => 1 - PoissonCdf(events - 1, mean), Tail, events, rising: true);
        var high = Solve(mean => PoissonCdf(events, mean), Tail, events, rising: false);
        return new Interval(low / exposure, high / exposure);
    }

    private static double PoissonCdf(int count, double mean)
    {
        var logTerm = -mean;
        var sum = Math.Exp(logTerm);
        for (var k = 1; k <= count; k++)
        {
            logTerm += Math.Log(mean / k);
            sum += Math.Exp(logTerm);
        }

        return Math.Min(1, sum);
    }

    private static double Solve(Func<double, double> probability, double target, int events, bool rising)
    {
        // Both bounds lie within ten standard deviations (and ten events, for small counts) of the count.
        double low = 1e-12, high = events + 10 + (10 * Math.Sqrt(events));
        for (var step = 0; step < 100; step++)
        {
            var middle = (low + high) / 2;
            if (probability(middle) < target == rising) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}

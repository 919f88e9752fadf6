namespace Assistant.Tests.Audio;

/// <summary>The feature contract once more, by the definition and in double precision: the oracle of the fast code.</summary>
internal static class SlowFrontEnd
{
    /// <summary>Log-mel frames, [t][80].</summary>
    public static double[][] LogMel(float[] samples)
    {
        var filters = Filters();
        var frames = new List<double[]>();
        for (var at = 0; at + 400 <= samples.Length; at += 160)
        {
            var power = Power(samples.AsSpan(at, 400).ToArray());
            frames.Add([.. filters.Select(filter => Math.Log(filter.Zip(power, (w, p) => w * p).Sum() + 1e-6))]);
        }

        return [.. frames];
    }

    /// <summary>Normalised frames, [t][80].</summary>
    public static double[][] Normalise(double[][] frames, float[] prior)
    {
        var sum = prior.Select(mean => 50.0 * mean).ToArray();
        double count = 50, peak = 0;
        var normalised = new double[frames.Length][];
        for (var t = 0; t < frames.Length; t++)
        {
            double Energy(int at) => frames[Math.Max(0, at)].Max();
            peak = Math.Max(Math.Max((Energy(t) + Energy(t - 1) + Energy(t - 2)) / 3, peak - 0.005), 0);
            var x = frames[t].Select(a => Math.Max(a - peak, -9) + 9).ToArray();
            if (x.Max() > 5)
            {
                sum = [.. sum.Zip(x, (a, b) => a + b)];
                count++;
            }

            if (count > 1500)
            {
                sum = [.. sum.Select(a => a * 1500 / count)];
                count = 1500;
            }

            normalised[t] = [.. x.Zip(sum, (value, total) => (value - (total / count)) * 0.4)];
        }

        return normalised;
    }

    // 400 points of a periodic Hann window, 513 bins of a 1024-point transform.
    private static double[] Power(float[] samples)
    {
        var power = new double[513];
        for (var k = 0; k < power.Length; k++)
        {
            double re = 0, im = 0;
            for (var i = 0; i < samples.Length; i++)
            {
                var x = samples[i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / 400)));
                var (sin, cos) = Math.SinCos(2 * Math.PI * (k * i % 1024) / 1024);
                (re, im) = (re + (x * cos), im - (x * sin));
            }

            power[k] = (re * re) + (im * im);
        }

        return power;
    }

    private static double[][] Filters()
    {
        static double ToMel(double f) => 2595 * Math.Log10(1 + (f / 700));
        static double ToHertz(double m) => 700 * (Math.Pow(10, m / 2595) - 1);
        var edges = Enumerable.Range(0, 82).Select(i => ToHertz(ToMel(60) + ((ToMel(7600) - ToMel(60)) * i / 81))).ToArray();
        var filters = new double[80][];
        for (var band = 0; band < 80; band++)
        {
            var (left, centre, right) = (edges[band], edges[band + 1], edges[band + 2]);
            filters[band] = [.. Enumerable.Range(0, 513).Select(k => k * 8000.0 / 512).Select(f =>
                f <= left || f >= right ? 0 : f <= centre ? (f - left) / (centre - left) : (right - f) / (right - centre))];
        }

        return filters;
    }
}

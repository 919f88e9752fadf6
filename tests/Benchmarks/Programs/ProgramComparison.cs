using TestKit;

namespace Benchmarks.Programs;

/// <summary>Two builds of the program on the glasses, in turns in one run: <c>compare BEFORE AFTER [PAIRS] [FIGURES]</c>.</summary>
internal static class ProgramComparison
{
    private const int Pairs = 15;
    private const double Bound = 1.05; // not more than a twentieth more, surely

    /// <summary>Prints one line a figure; 0 where every upper bound holds, 1 where one does not.</summary>
    /// <param name="before">Checkout of the older build.</param>
    /// <param name="after">Checkout of the newer one.</param>
    /// <param name="pairs">How many of each; 0 for 15.</param>
    /// <param name="names">Of <see cref="ProgramFigure.All"/>, separated by commas; empty for all.</param>
    public static async Task<int> RunAsync(string before, string after, int pairs, string names)
    {
        var failed = false;
        var chosen = names.Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var figure in ProgramFigure.All.Where(figure => chosen.Length == 0 || chosen.Contains(figure.Name)))
        {
            var ratios = await TakeAsync(figure, new ProgramBuild(before), new ProgramBuild(after), pairs > 0 ? pairs : Pairs);
            foreach (var (unit, ratio) in figure.Units.Zip(ratios))
            {
                var holds = ratio.IsAtMost(Bound);
                Console.WriteLine($"| {unit} | {ratio} | {(holds ? "yes" : "NO")} |");
                failed |= !holds;
            }
        }

        return failed ? 1 : 0;
    }

    private static async Task<PairedRatio[]> TakeAsync(ProgramFigure figure, ProgramBuild before, ProgramBuild after, int pairs)
    {
        var ratios = figure.Units.Select(_ => new PairedRatio()).ToArray();
        for (var i = -1; i < pairs; i++)
        {
            var (first, second) = i % 2 == 0 ? (before, after) : (after, before);
            var (one, two) = (await figure.TakeAsync(first), await figure.TakeAsync(second));
            if (i < 0) continue; // files are read from the disk for the first time
            for (var k = 0; k < ratios.Length; k++) ratios[k].Add(i % 2 == 0 ? one[k] : two[k], i % 2 == 0 ? two[k] : one[k]);
            Console.Error.WriteLine($"{figure.Name} {i + 1} of {pairs}");
        }

        return ratios;
    }
}

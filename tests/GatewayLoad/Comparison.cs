using System.Globalization;
using TestKit;

namespace GatewayLoad;

/// <summary>Several gateways, in turns in one run: each round takes every figure of every gateway once, of some of all at the same time.
/// All are compared with the first.</summary>
internal static class Comparison
{
    private const int Rounds = 15;

    public static async Task<List<Row>> RunAsync(LoadSettings settings, CancellationToken stop)
    {
        var figures = settings.Of.Count == 0 ? [Figure.All[0]] : Figure.All.Where(figure => settings.Of.Contains(figure.Name)).ToList();
        var variants = new List<Variant>();
        try
        {
            foreach (var line in settings.Variants) variants.Add(await Variant.StartAsync(settings, line));
            foreach (var variant in variants) await Throughput.WarmAsync(variant.Bench, variant.Clients, stop);
            for (var round = 0; round < (settings.Count > 0 ? settings.Count : Rounds); round++)
            {
                await TurnAsync(settings, figures, variants, round, stop);
            }

            return [.. figures.SelectMany(figure => Rows(figure, variants))];
        }
        finally
        {
            foreach (var variant in variants) await variant.DisposeAsync();
        }
    }

    private static async Task TurnAsync(
        LoadSettings settings, IReadOnlyList<Figure> figures, IReadOnlyList<Variant> variants, int round, CancellationToken stop)
    {
        var inTurn = round % 2 == 0 ? variants : [.. variants.Reverse()];
        foreach (var figure in figures)
        {
            if (figure.IsTakenAtOnce) await Task.WhenAll(inTurn.Select(variant => TakeAsync(settings, figure, variant, round, stop)));
            else foreach (var variant in inTurn) await TakeAsync(settings, figure, variant, round, stop);
        }
    }

    private static async Task TakeAsync(LoadSettings settings, Figure figure, Variant variant, int round, CancellationToken stop)
    {
        var value = await figure.TakeAsync(settings, variant, round, stop);
        variant.Add(figure.Name, value);
        await Console.Error.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"round {round}, {variant.Name}: {figure.Name} {value:0.000} ms"));
    }

    // The first gateway's pairs with every other; the bound is the one of the house: not more than a twentieth slower, surely.
    private static IEnumerable<Row> Rows(Figure figure, IReadOnlyList<Variant> variants)
    {
        foreach (var variant in variants.Skip(1))
        {
            var ratio = new PairedRatio();
            foreach (var (before, after) in variants[0].Values(figure.Name).Zip(variant.Values(figure.Name))) ratio.Add(before, after);
            yield return new(
                $"{figure.What}: {variant.Name} against {variants[0].Name}", ratio.ToString(), "upper bound at most 1.05",
                ratio.IsAtMost(1.05));
        }
    }
}

namespace GatewayLoad;

/// <summary>What the command line asks for.</summary>
internal sealed record LoadSettings
{
    private static readonly Measure[] All =
    [
        new("latency", AddedLatency.RunAsync), new("throughput", Throughput.RunAsync), new("idle", IdleStreams.RunAsync),
        new("cuts", LinkCuts.RunAsync),
        new("kills", Kills.RunAsync), new("overload", Overload.RunAsync), new("gone", CloudGone.RunAsync),
    ];

    private static readonly Measure Compare = new("compare", Comparison.RunAsync); // not of "all": it needs a file

    public List<Measure> Measures { get; init; } = [];

    /// <summary>Length of one timed phase.</summary>
    public int Seconds { get; init; } = 15;

    /// <summary>How often, where a measure repeats something; 0 for its own number.</summary>
    public int Count { get; init; }

    /// <summary>PostgreSQL; null for SQLite.</summary>
    public string? Store { get; init; }

    /// <summary>For the first word: questions start on the kernel's tick, on which the upstream's words go out.</summary>
    public bool OnTick { get; init; }

    /// <summary>For <c>compare</c>: one gateway each, as <see cref="Variant"/> says.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>For <c>compare</c>: names of <see cref="Figure.All"/>.</summary>
    public IReadOnlyList<string> Of { get; init; } = [];

    /// <summary>Of the gateway alone.</summary>
    public IReadOnlyList<(string Key, string Value)> Environment { get; init; } = [];

    public string Gateway { get; init; } = Built("src/EdgeRuntime.Gateway", "edge-gateway");

    public string Upstream { get; init; } = Built("tests/UpstreamServer", "UpstreamServer");

    // Whatever this program was built as.
    private static string Configuration => AppContext.BaseDirectory.Contains("/Debug/") ? "Debug" : "Release";

    public static LoadSettings? Parse(string[] args)
    {
        var settings = new LoadSettings();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--on-tick")
            {
                settings = settings with { OnTick = true };
                continue;
            }

            var value = i + 1 < args.Length ? args[i + 1] : "";
            var known = All.Append(Compare).FirstOrDefault(measure => measure.Name == args[i]);
            if (known is not null)
            {
                settings.Measures.Add(known);
            }
            else if (args[i] == "all")
            {
                settings.Measures.AddRange(All);
            }
            else if (args[i] == "--seconds" && int.TryParse(value, out var seconds))
            {
                settings = settings with { Seconds = seconds };
            }
            else if (args[i] == "--count" && int.TryParse(value, out var count))
            {
                settings = settings with { Count = count };
            }
            else if (args[i] == "--store")
            {
                settings = settings with { Store = value };
            }
            else if (args[i] == "--variants")
            {
                settings = settings with { Variants = LinesOf(value) };
            }
            else if (args[i] == "--of" && value.Split(',') is var of && of.All(name => Figure.All.Any(figure => figure.Name == name)))
            {
                settings = settings with { Of = of };
            }
            else if (args[i] == "--gateway")
            {
                settings = settings with { Gateway = value };
            }
            else if (args[i] == "--upstream")
            {
                settings = settings with { Upstream = value };
            }
            else
            {
                return null;
            }

            if (args[i].StartsWith("--", StringComparison.Ordinal)) i++;
        }

        var isComplete = settings.Measures.Count > 0 && (settings.Variants.Count > 0 || !settings.Measures.Contains(Compare));
        return isComplete ? settings : null;
    }

    private static List<string> LinesOf(string file) =>
        File.Exists(file) ? [.. File.ReadLines(file).Where(line => line.Trim().Length > 0)] : [];

    private static string Built(string project, string program) =>
        TestKit.Repository.PathOf([.. project.Split('/'), "bin", Configuration, "net10.0", program]);
}

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

    private static readonly Dictionary<string, Func<LoadSettings, string, LoadSettings?>> Options = new()
    {
        ["--seconds"] = (settings, value) => int.TryParse(value, out var seconds) ? settings with { Seconds = seconds } : null,
        ["--count"] = (settings, value) => int.TryParse(value, out var count) ? settings with { Count = count } : null,
        ["--store"] = (settings, value) => settings with { Store = value },
        ["--variants"] = (settings, value) => settings with { Variants = LinesOf(value) },
        ["--of"] = (settings, value) => value.Split(',') is var of && of.All(IsFigure) ? settings with { Of = of } : null,
        ["--gateway"] = (settings, value) => settings with { Gateway = value },
        ["--upstream"] = (settings, value) => settings with { Upstream = value },
    };

    public IReadOnlyList<Measure> Measures { get; init; } = [];

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

    /// <summary>Null where something of it is unknown or missing.</summary>
    public static LoadSettings? Parse(string[] args)
    {
        LoadSettings? settings = new();
        for (var i = 0; i < args.Length && settings is not null; i++)
        {
            settings = args[i] == "--on-tick" ? settings with { OnTick = true }
                : Options.GetValueOrDefault(args[i]) is { } option ? option(settings, ++i < args.Length ? args[i] : "")
                : Named(args[i]) is { Length: > 0 } measures ? settings with { Measures = [.. settings.Measures, .. measures] }
                : null;
        }

        return settings is { Measures.Count: > 0 } && (settings.Variants.Count > 0 || !settings.Measures.Contains(Compare))
            ? settings
            : null;
    }

    private static Measure[] Named(string name) => name == "all" ? All : [.. All.Append(Compare).Where(measure => measure.Name == name)];

    private static bool IsFigure(string name) => Figure.All.Any(figure => figure.Name == name);

    private static List<string> LinesOf(string file) =>
        File.Exists(file) ? [.. File.ReadLines(file).Where(line => line.Trim().Length > 0)] : [];

    private static string Built(string project, string program) =>
        TestKit.Repository.PathOf([.. project.Split('/'), "bin", Configuration, "net10.0", program]);
}

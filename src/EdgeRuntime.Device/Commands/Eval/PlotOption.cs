using System.CommandLine;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>The option <c>--plot FILE.svg</c>.</summary>
internal static class PlotOption
{
    /// <summary>Refuses other names before anything is measured.</summary>
    /// <param name="description">What is drawn, as one sentence.</param>
    public static Option<string?> Create(string description)
    {
        var plot = new Option<string?>("--plot") { Description = description, HelpName = "FILE.svg" };
        plot.Validators.Add(parsed =>
        {
            if (parsed.Tokens is [{ Value: var path }] && !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            {
                parsed.AddError($"--plot draws SVG, which every browser shows: give a name that ends in .svg, not '{path}'.");
            }
        });
        return plot;
    }
}

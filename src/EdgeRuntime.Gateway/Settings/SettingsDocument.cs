using System.Globalization;
using System.Text;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>The documentation of all settings, made from the options, their comments and their validators.</summary>
/// <param name="root">Tree of every option that can be set.</param>
/// <param name="sentences">What each is for.</param>
internal sealed class SettingsDocument(SettingNode root, SettingSentences sentences)
{
    private const string Beginning = """
        # Settings of the gateway

        Made by `edge-gateway settings doc`; a test holds it equal to what the program prints.

        Later ones win: what is built in; `edge-gateway.json` in the data folder, or the file that `--config FILE` names; the environment,
        where `Gateway:Sessions:Rounds` is `EDGE_GATEWAY_Sessions__Rounds`; the command line. `N` stands for the number of a list's entry,
        from 0 without gaps, `NAME` for a name of your own. A time is written `hh:mm:ss` or `d.hh:mm:ss`. A key that there is not and a
        value that cannot be used are refused at the start with one sentence each.

        """;

    private static readonly string[] Advice = ["use ", "give "]; // begins what validators say

    private readonly SettingBounds _bounds = new(root.Type.Assembly);

    /// <summary>The whole page.</summary>
    public string Markdown()
    {
        var page = new StringBuilder(Beginning.ReplaceLineEndings("\n"));
        Write(page, root, "Everything", [.. root.Parts.Where(part => part.Kind == SettingKind.Value)]);
        foreach (var section in root.Parts.Where(part => part.Kind != SettingKind.Value))
        {
            Write(page, section, section.Name, [.. section.All.Where(node => node.Kind == SettingKind.Value)]);
        }

        return page.ToString();
    }

    private void Write(StringBuilder page, SettingNode section, string name, IReadOnlyList<SettingNode> values)
    {
        page.Append($"\n## {name}\n\n");
        if (section.Property is { } property) page.Append(CultureInfo.InvariantCulture, $"{sentences.Find(property)}\n\n");
        page.Append("| setting | what it is | allowed | built in |\n|---|---|---|---|\n");
        foreach (var value in values) page.Append(Row(section, value));
    }

    private string Row(SettingNode section, SettingNode value)
    {
        var about = value.Property is { } property ? sentences.Find(property) : Whole(section, value);
        var rule = SettingText.RuleOf(value.Type);
        var isListed = value.Key.Split(':').Any(part => part is SettingNode.AnyNumber or SettingNode.AnyName);
        var bounds = isListed || value.Property is null ? null : _bounds.Find(section, value);
        var advice = Advice.FirstOrDefault(word => bounds?.StartsWith(word, StringComparison.Ordinal) is true);
        var allowed = bounds?[(advice?.Length ?? 0)..] ?? rule;
        var cells = new[] { $"`{value.Key[(root.Key.Length + 1)..]}`", about, allowed, Default(value) };
        return $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
    }

    // Entries that are one text each are explained by their list.
    private string Whole(SettingNode section, SettingNode entry) =>
        section.All.FirstOrDefault(node => node.Entry == entry)?.Property is { } list ? sentences.Find(list) : "";

    private static string Default(SettingNode value) => value switch
    {
        { IsSecret: true } => "never shown",
        { Default: null or "" } => "",
        { Default: bool flag } => flag ? "`true`" : "`false`",
        { Default: TimeSpan time } => $"`{time.ToString("c", CultureInfo.InvariantCulture)}`",
        { Default: IFormattable number } => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value.Default}`",
    };
}

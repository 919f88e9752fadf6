using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace EdgeRuntime.Gateway.Settings;

/// <summary>What each option is for, in the words of its <c>value</c> comment; read from the documentation that the compiler writes
/// beside the program.</summary>
internal sealed partial class SettingSentences
{
    private readonly Dictionary<string, XElement> _values;

    private SettingSentences(XDocument document) => _values = document.Descendants("member")
        .Where(member => member.Element("value") is not null)
        .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("value")!);

    /// <summary>The comments of a program; null where they are not beside it.</summary>
    public static SettingSentences? Read(Assembly program)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{program.GetName().Name}.xml");
        return File.Exists(file) ? new SettingSentences(XDocument.Load(file, LoadOptions.PreserveWhitespace)) : null;
    }

    /// <summary>The sentence of an option, as Markdown; empty where it has none.</summary>
    public string Find(PropertyInfo option)
    {
        var name = $"P:{option.DeclaringType!.FullName!.Replace('+', '.')}.{option.Name}";
        return _values.TryGetValue(name, out var value) ? Blanks().Replace(string.Concat(value.Nodes().Select(Text)), " ").Trim() : "";
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{((string?)see.Attribute("cref") ?? "").Split('.', ':')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

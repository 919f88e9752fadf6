namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Reads contexts in Home Assistant's intents format, with our list types besides.</summary>
public static class ContextFile
{
    /// <summary>Reads one file.</summary>
    /// <param name="reader">The YAML text; read to its end, not closed.</param>
    /// <param name="name">Name for messages.</param>
    public static Outcome<ContextDefinition> Parse(TextReader reader, string name) => throw new NotSupportedException();

    /// <summary>Reads a file, or all <c>*.yaml</c> and <c>*.yml</c> files of a folder as one context.</summary>
    public static Outcome<ContextDefinition> Load(string path) => throw new NotSupportedException();
}

namespace EdgeRuntime.Assistant.Contexts.Templates;

/// <summary>Parses each template of a context once.</summary>
internal sealed class TemplateCache
{
    private readonly Dictionary<TemplateSource, Outcome<TemplateNode>> _parsed = new(ReferenceEqualityComparer.Instance);

    /// <summary>The parsed template, or why it is none.</summary>
    public Outcome<TemplateNode> Parse(TemplateSource source)
    {
        if (!_parsed.TryGetValue(source, out var outcome))
        {
            _parsed[source] = outcome = TemplateParser.Parse(source);
        }

        return outcome;
    }

    /// <summary>A template that has been parsed before without a failure.</summary>
    /// <exception cref="InvalidOperationException">It has not.</exception>
    public TemplateNode Parsed(TemplateSource source) =>
        Parse(source).Value ?? throw new InvalidOperationException($"The template at {source.Mark} was not checked before it is compiled.");

    /// <summary>Takes a text as it stands: brackets in it mean nothing.</summary>
    public void AddPlain(TemplateSource source) => _parsed[source] = new TextNode(source.Text);
}

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>A piece of YAML with its place: a scalar, a sequence or a mapping.</summary>
internal sealed class YamlItem(YamlItemKind kind, SourceMark mark)
{
    public YamlItemKind Kind { get; } = kind;

    public SourceMark Mark { get; } = mark;

    /// <summary>Text of a scalar.</summary>
    public string Text { get; init; } = "";

    /// <summary>True where a scalar stands in quotes or as a block, and so is a text whatever it looks like.</summary>
    public bool IsQuoted { get; init; }

    /// <summary>Items of a sequence.</summary>
    public List<YamlItem> Items { get; } = [];

    /// <summary>Entries of a mapping in file order.</summary>
    public List<(YamlItem Key, YamlItem Value)> Pairs { get; } = [];

    /// <summary>True for a plain empty scalar, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => Kind == YamlItemKind.Scalar && !IsQuoted && Text is "" or "~" or "null";

    public YamlItem? Find(string key)
    {
        YamlItem? found = null;
        foreach (var (name, value) in Pairs)
        {
            if (name.Text == key)
            {
                found = value;
            }
        }

        return found;
    }

    /// <summary>Place of the first character of a scalar's text.</summary>
    public SourceMark TextMark => IsQuoted ? Mark with { Column = Mark.Column + 1 } : Mark;
}

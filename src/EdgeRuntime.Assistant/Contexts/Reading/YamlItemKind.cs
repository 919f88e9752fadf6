namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>What a piece of YAML is.</summary>
internal enum YamlItemKind
{
    Scalar,
    Sequence,
    Mapping,
}

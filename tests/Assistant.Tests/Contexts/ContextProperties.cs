using CsCheck;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace EdgeRuntime.Assistant.Tests.Contexts;

/// <summary>Whatever stands in a template or a file: no exception, bounded work, and of what is refused one sentence.</summary>
public sealed class ContextProperties
{
    private static readonly Gen<string> Template = Gen.Frequency(
        (6, Gen.OneOf("go", "the", "light", "s", " ", " ", "it's", "2", "20%", "café", "é́", "'", "\ud83d", "７")),
        (4, Gen.OneOf("(", ")", "[", "]", "|", ";", "\\", "{", "}", "<", ">", ":", "[(", ")]", "()", "[]")),
        (4, Gen.OneOf(
            "{n}", "{d}", "{t}", "{w}", "{v}", "{p:x}", "{v:name}", "<r>", "<q>", "{n}{d}", "[ [and]{n}]", "(a;{n};b)", "{none}",
            "<none>")))
        .Array[1, 14].Select(parts => string.Concat(parts));

    private static readonly Gen<string> Piece = Gen.Frequency(
        (5, Gen.OneOf(
            "language: en", "intents:", "  A:", "    data:", "      - sentences:", "          - go", "lists:", "  x:", "expansion_rules:",
            "skip_words:", "data:")),
        (4, Gen.OneOf(
            "{", "}", "[", "]", ",", ": ", "- ", "&a ", "*a", "<<: *a", "? ", "!!int ", "!t ", "|", ">", "\"", "'", "#", "%YAML 1.2", "---",
            "...", "\t")),
        (4, Gen.OneOf(
            "values:", "range: {from: 1, to: 9}", "digits: false", "fractions: halves", "requires_context: {domain: x}",
            "name_domains: [x]", "in: (a|b)", "wildcard: true", "~", "\u0000", "\ufeff")));

    private static readonly Gen<string> File = Gen.Select(Piece, Gen.OneOf("\n", "\n", "\n  ", " ", ""))
        .Select((piece, end) => piece + end).Array[1, 30].Select(parts => string.Concat(parts));

    [Fact]
    public void Compile_AnyTemplate_IsReadBackOrRefusedInOneSentence() => Template.Sample(
        template =>
        {
            var yaml = $$$"""
                language: en
                intents:
                  Do: {data: [{sentences: ['{{{template.Replace("'", "''", StringComparison.Ordinal)}}}']}]}
                lists:
                  n: {range: {from: -3, to: 120, fractions: tenths}}
                  p: {range: {type: percentage, digits: false}}
                  d: {type: duration}
                  t: {type: time}
                  w: {wildcard: true}
                  v: {values: ['[big ]lamp[s]', 'a(b|c)', 'x{n}']}
                expansion_rules: {r: '[one] <q>', q: '(two|{n})'}
                """;
            if (Compiled(yaml) is not { } graph)
            {
                return;
            }

            var sampler = new ContextSampler(graph, 1);
            for (var i = 0; i < 5; i++)
            {
                var sample = sampler.Next();
                Assert.True(new TextMatcher(graph).Match(sample.Text).Value?.Best is not null, sample.Text);
            }
        },
        iter: 4_000);

    [Fact]
    public void Parse_AnyFile_IsTakenOrRefusedInOneSentence() => File.Sample(file => { Compiled(file); }, iter: 10_000);

    private static WordGraph? Compiled(string yaml)
    {
        var read = ContextFile.Parse(new StringReader(yaml), "any.yaml");
        var compiled = read.TryGet(out var definition, out var failure)
            ? ContextCompiler.Compile(definition, DynamicLists.None, new ContextCompilerOptions { MaxWork = 1_000_000 })
            : failure;
        if (!compiled.TryGet(out var graph, out failure))
        {
            Assert.Matches(@"^[^\n\r]{10,400}[.…]$", failure.Message);
            Assert.Matches("^[a-z0-9-]+$", failure.Code);
            Assert.NotEmpty(failure.Next);
        }

        return graph;
    }
}

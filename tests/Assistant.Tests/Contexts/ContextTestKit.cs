using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Understanding.Typed;

namespace EdgeRuntime.Assistant.Tests.Contexts;

/// <summary>Short ways to a compiled context and to what a text means in it.</summary>
internal static class ContextTestKit
{
    public static string GlassesFile => Path.Combine(Root(), "models", "contexts", "glasses.yaml");

    public static ContextDefinition Read(string yaml)
    {
        var outcome = ContextFile.Parse(new StringReader(yaml), "test.yaml");
        Assert.True(outcome.TryGet(out var definition, out var failure), failure?.Message);
        return definition;
    }

    public static WordGraph Compile(string yaml, DynamicLists? lists = null, ContextCompilerOptions? options = null)
    {
        var outcome = ContextCompiler.Compile(Read(yaml), lists ?? DynamicLists.None, options);
        Assert.True(outcome.TryGet(out var graph, out var failure), failure?.Message);
        return graph;
    }

    /// <summary>The failure of reading or compiling.</summary>
    public static Failure Refuse(string yaml)
    {
        var read = ContextFile.Parse(new StringReader(yaml), "test.yaml");
        var failure = read.Failure ?? ContextCompiler.Compile(read.Value!, DynamicLists.None).Failure;
        Assert.NotNull(failure);
        return failure;
    }

    public static WordGraph CompileGlasses(DynamicLists? lists = null)
    {
        Assert.True(ContextFile.Load(GlassesFile).TryGet(out var definition, out var failure), failure?.Message);
        Assert.True(ContextCompiler.Compile(definition, lists ?? DynamicLists.None).TryGet(out var graph, out failure), failure?.Message);
        return graph;
    }

    public static Interpretation? Read(this WordGraph graph, string text)
    {
        Assert.True(new TextMatcher(graph).Match(text).TryGet(out var recognition, out var failure), failure?.Message);
        return recognition.Best;
    }

    /// <summary><c>Intent slot=value …</c>, slots in order of their names; <c>-</c> where nothing fits.</summary>
    public static string Say(this WordGraph graph, string text) => Show(graph.Read(text));

    public static string Show(Interpretation? meaning) => meaning is null
        ? "-"
        : string.Join(
            ' ', meaning.Slots.OrderBy(slot => slot.Key, StringComparer.Ordinal)
                .Select(slot => $"{slot.Key}={Show(slot.Value)}").Prepend(meaning.Intent));

    /// <summary>A context of one intent with one list called x.</summary>
    public static string OneList(string sentence, string list) => $$"""
        language: en
        intents:
          Do:
            data:
              - sentences: ["{{sentence}}"]
        lists:
          x: {{list}}
        """;

    public static string OneSentence(string sentence) =>
        $"language: en\nintents:\n  Do:\n    data:\n      - sentences: ['{sentence.Replace("'", "''", StringComparison.Ordinal)}']\n";

    private static string Show(SlotValue value) =>
        value.Number is { } number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : value.Text ?? "?";

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "EdgeRuntime.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}

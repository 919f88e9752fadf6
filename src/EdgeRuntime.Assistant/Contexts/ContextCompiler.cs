using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Turns a context file into the graph of everything that can be said in it.</summary>
public static class ContextCompiler
{
    /// <param name="definition">The context as read.</param>
    /// <param name="dynamicLists">Entries of lists that are filled at run time.</param>
    /// <param name="options">Limits, what is known around the wearer, and where warnings go; null means the defaults.</param>
    /// <returns>The graph, or a failure with line and column.</returns>
    public static Outcome<WordGraph> Compile(
        ContextDefinition definition, DynamicLists dynamicLists, ContextCompilerOptions? options = null) =>
        new ContextCompilation(definition, dynamicLists, options ?? new ContextCompilerOptions()).Run();
}

using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Understands typed text with the same graph that understands speech. One thread at a time.</summary>
public sealed class TextMatcher(WordGraph graph)
{
    /// <summary>The graph it matches against.</summary>
    public WordGraph Graph { get; } = graph;

    /// <summary>Finds what a text means.</summary>
    /// <returns>A recognition, rejected where no sentence fits; or a failure where the text cannot be tried (empty, too long).</returns>
    public Outcome<Recognition> Match(string text) => throw new NotSupportedException();
}

using EdgeRuntime.Assistant.Contexts;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>A context as the decoder walks it.</summary>
public sealed class PhoneGraph
{
    /// <summary>How large it is.</summary>
    public PhoneGraphSize Size { get; }

    /// <summary>Compiles a word graph. Fails with <c>context-graph-too-large</c>, <c>context-word-unpronounceable</c>, <c>context-empty</c>.</summary>
    public static Outcome<PhoneGraph> Compile(WordGraph words, Pronouncer pronouncer, PhoneGraphOptions? options = null) =>
        throw new NotImplementedException();
}

using Xunit;

namespace TestKit;

/// <summary>A fact with a peer in Node.js, skipped by name where Node or one of the peer's packages is missing.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    /// <param name="packages">Packages that the peer is written against.</param>
    public NodeFactAttribute(params string[] packages) => Skip = NodePeer.Missing(packages);
}

using Xunit;

namespace TestKit;

/// <summary>A fact with a peer in Node.js and @grpc/grpc-js, skipped by name where either is missing.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodePeer.Missing;
}

using System.Net;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>The place of one connection at a <see cref="ConnectionGate"/>. Dispose it when the connection has ended.</summary>
/// <param name="home">Address, or network of addresses, that it comes from.</param>
/// <param name="cut">Ends the connection.</param>
internal sealed class ConnectionPass(ConnectionGate gate, IPAddress home, Action cut) : IDisposable
{
    private volatile bool _isHeard;
    private volatile bool _isSettled;

    /// <summary>Address, or network of addresses, that it comes from.</summary>
    public IPAddress Home => home;

    /// <summary>True once it has said something.</summary>
    public bool IsHeard => _isHeard;

    /// <summary>It has said something.</summary>
    public void Hear()
    {
        _isHeard = true;
        gate.Touch(this);
    }

    /// <summary>It has shown who it is, and is not cut for others any more; false where it was cut before.</summary>
    public bool Settle() => _isSettled = _isSettled || gate.Leave(this);

    /// <summary>Ends the connection.</summary>
    public void Cut() => cut();

    /// <inheritdoc/>
    public void Dispose() => gate.Leave(this);
}

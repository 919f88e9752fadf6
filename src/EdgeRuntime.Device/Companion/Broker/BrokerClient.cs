using System.Net;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Who a connected client is to the broker; each connection has one of its own, also where a client takes its own place.</summary>
/// <param name="bond">Bond that it proved; null for a phone that is not paired.</param>
/// <param name="session">Pairing session in its client id; null for a paired phone.</param>
internal sealed class BrokerClient(string? bond, string? session)
{
    /// <summary>Bond that it proved; null for a phone that is not paired.</summary>
    public string? Bond => bond;

    /// <summary>Pairing session in its client id; null for a paired phone.</summary>
    public string? Session => session;

    /// <summary>Network that it comes from; set when it is let in.</summary>
    public IPAddress Home { get; set; } = IPAddress.None;
}

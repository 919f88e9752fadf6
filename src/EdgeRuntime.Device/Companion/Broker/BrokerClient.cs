namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Who a connected client is to the broker.</summary>
/// <param name="Bond">Bond that it proved; null for a phone that is not paired.</param>
/// <param name="Session">Pairing session in its client id; null for a paired phone.</param>
internal sealed record BrokerClient(string? Bond, string? Session);

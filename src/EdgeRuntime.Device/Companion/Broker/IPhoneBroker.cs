using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>What carries messages between phones and these glasses: the broker in them, or one elsewhere. It is trusted with
/// nothing.</summary>
public interface IPhoneBroker : IAsyncDisposable
{
    /// <summary>Begins to carry; what comes in goes to the inlet until the broker is disposed. Null, or why it cannot.</summary>
    ValueTask<Failure?> StartAsync(PhoneInlet inlet, CancellationToken cancellationToken);

    /// <summary>Sends a message to whoever reads the topic; it is lost where nobody does.</summary>
    /// <param name="payload">Not changed by anyone afterwards.</param>
    /// <param name="retain">True to keep it for those who come later.</param>
    ValueTask SendAsync(string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancellationToken);

    /// <summary>Cuts the connections of a bond that has ended.</summary>
    ValueTask CutAsync(string bond);
}

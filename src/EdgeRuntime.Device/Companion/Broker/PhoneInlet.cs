using System.Threading.Channels;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Where a broker puts what comes in. Bounded: when it is full, the broker waits, and so do its clients; nothing is
/// dropped.</summary>
public sealed class PhoneInlet
{
    private const int Capacity = 256; // of at most 64 KiB each

    private readonly Channel<PhoneArrival> _channel = Channel.CreateBounded<PhoneArrival>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>Takes an arrival, waiting while there is no room.</summary>
    public ValueTask PutAsync(PhoneArrival arrival, CancellationToken cancellationToken) =>
        _channel.Writer.WriteAsync(arrival, cancellationToken);

    /// <summary>The arrivals, in order, until cancelled. One reader.</summary>
    public IAsyncEnumerable<PhoneArrival> ReadAllAsync(CancellationToken cancellationToken) =>
        _channel.Reader.ReadAllAsync(cancellationToken);
}

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>A leaky bucket of packets: says how long a client must wait for its next.</summary>
/// <param name="perSecond">Packets a second that may go on and on.</param>
/// <param name="burst">Packets that may come at once.</param>
internal sealed class PacketRate(int perSecond, int burst, TimeProvider time)
{
    private double _left = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one packet; gives the time until it may be read.</summary>
    public TimeSpan Take()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(burst, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond)) - 1;
        _at = now;
        return _left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_left / perSecond);
    }
}

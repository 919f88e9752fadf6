using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>A client's connection with limits on what it may cost: bytes of a packet (refused by its header, before room is made for it),
/// what packets may say, packets a second, silence, and time to take what is written. Whatever is broken, the connection ends, with a
/// reason code where MQTT has one.</summary>
/// <param name="inner">The connection; owned.</param>
/// <param name="began">Timestamp of the clock when it was accepted.</param>
/// <param name="refused">Told what was refused.</param>
internal sealed class GuardedChannel(IMqttChannel inner, BrokerOptions options, TimeProvider time, long began, Action<string> refused)
    : IMqttChannel
{
    private const double KeepAlives = 1.5; // that may pass without a packet (MQTT 5, 3.1.2.10)

    private readonly PacketWatch _watch = new(new PacketCheck().Judge);
    private readonly PacketRate _rate = new(options.PacketsPerSecond, options.PacketBurst, time);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private long _waitingSince;
    private bool _isBetweenWrites = true;
    private bool _isWithheld;
    private volatile bool _isPaired;
    private volatile bool _isConnected;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate => inner.ClientCertificate;

    /// <inheritdoc/>
    public EndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    /// <inheritdoc/>
    public EndPoint? LocalEndPoint => inner.LocalEndPoint;

    /// <inheritdoc/>
    public bool IsSecureConnection => inner.IsSecureConnection;

    /// <summary>Most bytes that a packet of this client may have.</summary>
    public int MaxPacketBytes => _isPaired ? options.PacketBytes : options.UnpairedPacketBytes;

    /// <summary>Most bytes of a packet that the client takes, as it said in CONNECT; 0 for any.</summary>
    public uint ClientMaxPacketBytes { get; set; }

    /// <summary>The client was let in; from here on it may send what its kind may.</summary>
    public void LetIn(bool paired) => (_isPaired, _isConnected) = (paired, true);

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_watch.IsBetween) _waitingSince = time.GetTimestamp();
        if (await ReadWithinAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false) is not { } read)
        {
            return await EndAsync(PacketFault.Silent, cancellationToken).ConfigureAwait(false);
        }

        var before = _watch.Packets;
        if (_watch.Feed(buffer.AsSpan(offset, read), MaxPacketBytes) is { } fault)
        {
            return await EndAsync(fault, cancellationToken).ConfigureAwait(false);
        }

        for (var packet = before; packet < _watch.Packets; packet++)
        {
            var wait = _rate.Take();
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }

        return read;
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        // A packet comes in one or more pieces, its length in the first;
        // one that the client does not take is left out (MQTT 5, 3.1.2.11.4).
        if (_isBetweenWrites) _isWithheld = IsTooLargeForClient(buffer);
        _isBetweenWrites = isEndOfPacket;
        if (!_isWithheld) await WriteOutAsync(buffer, isEndOfPacket, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose(); // the semaphore has no handle to give back, and a late writer may still hold it

    private bool IsTooLargeForClient(in ReadOnlySequence<byte> packet)
    {
        if (ClientMaxPacketBytes == 0 || PacketWatch.LengthOf(packet) <= ClientMaxPacketBytes) return false;
        refused("larger-than-client-takes");
        return true;
    }

    private async Task WriteOutAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.WriteTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await _writing.WaitAsync(either.Token).ConfigureAwait(false);
        try
        {
            await inner.WriteAsync(buffer, isEndOfPacket, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            // Nothing is read there: the connection goes, and with it what waits for it.
            inner.Dispose();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    // Null where nothing came in time.
    private async Task<int?> ReadWithinAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await inner.ReadAsync(buffer, offset, count, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return null;
        }
    }

    // Silence counts from when a packet was waited for, so a broker that is slow itself takes nobody for lost.
    private TimeSpan Patience()
    {
        var silence = (KeepAlives * options.KeepAlive) - time.GetElapsedTime(_waitingSince);
        var stay = _isPaired ? silence : (_isConnected ? options.UnpairedTime : options.ConnectTimeout) - time.GetElapsedTime(began);
        var least = _isConnected && silence < stay ? silence : stay;
        return least < TimeSpan.Zero ? TimeSpan.Zero : least;
    }

    private async ValueTask<int> EndAsync(PacketFault fault, CancellationToken cancellationToken)
    {
        refused(PacketFaults.NameOf(fault));
        await SayAsync(fault, cancellationToken).ConfigureAwait(false);
        return 0; // as if it had closed
    }

    private async ValueTask SayAsync(PacketFault fault, CancellationToken cancellationToken)
    {
        if (fault is PacketFault.NotMqtt || (fault is PacketFault.Silent && !_isConnected)) return;
        // DISCONNECT, or CONNACK before there was one
        byte[] packet = _isConnected ? [0xE0, 2, (byte)fault, 0] : [0x20, 3, 0, (byte)fault, 0];
        try
        {
            await WriteOutAsync(new ReadOnlySequence<byte>(packet), true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException
            or System.Net.Sockets.SocketException)
        {
            // It did not wait for the reason; the connection ends all the same.
        }
    }
}

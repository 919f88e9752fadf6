using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>A client's connection with limits on what it may cost: bytes of a packet (refused by its header, before room is made for it),
/// packets a second, silence, and time to take what is written. Whatever is broken, the connection ends, with a reason code where MQTT has
/// one.</summary>
/// <param name="inner">The connection; owned.</param>
/// <param name="options">Limits.</param>
/// <param name="time">Clock.</param>
/// <param name="faulted">Told what was refused.</param>
internal sealed class GuardedChannel(IMqttChannel inner, BrokerOptions options, TimeProvider time, Action<PacketFault> faulted) : IMqttChannel
{
    private readonly PacketWatch _watch = new();
    private readonly PacketRate _rate = new(options.PacketsPerSecond, options.PacketBurst, time);
    private readonly long _began = time.GetTimestamp();
    private readonly SemaphoreSlim _writing = new(1, 1);
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

    /// <summary>The client was let in; from here on it may send what its kind may.</summary>
    public void LetIn(bool paired) => (_isPaired, _isConnected) = (paired, true);

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var read = await ReadWithinAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
        var before = _watch.Packets;
        var fault = _watch.Feed(buffer.AsSpan(offset, read), _isPaired ? options.PacketBytes : options.UnpairedPacketBytes);
        if (fault is { } refused)
        {
            faulted(refused);
            await SayAsync(refused, cancellationToken).ConfigureAwait(false);
            return 0;
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

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose(); // the semaphore has no handle to give back, and a late writer may still hold it

    private async Task<int> ReadWithinAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await inner.ReadAsync(buffer, offset, count, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return 0; // as if it had closed
        }
    }

    private TimeSpan Patience()
    {
        if (_isPaired) return options.IdleTimeout;
        var left = (_isConnected ? options.UnpairedTime : options.ConnectTimeout) - time.GetElapsedTime(_began);
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < options.IdleTimeout ? left : options.IdleTimeout;
    }

    private async ValueTask SayAsync(PacketFault fault, CancellationToken cancellationToken)
    {
        if (fault == PacketFault.NotMqtt) return;
        byte[] packet = _isConnected ? [0xE0, 2, (byte)fault, 0] : [0x20, 3, 0, (byte)fault, 0]; // DISCONNECT, or CONNACK before there was one
        try
        {
            await WriteAsync(new ReadOnlySequence<byte>(packet), true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            // It did not wait for the reason; the connection ends all the same.
        }
    }
}

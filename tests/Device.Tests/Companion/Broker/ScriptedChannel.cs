using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace Device.Tests.Companion.Broker;

/// <summary>A link that gives what it is told to, then nothing, and keeps what is written.</summary>
internal sealed class ScriptedChannel : IMqttChannel
{
    public byte[] Read { get; set; } = [];

    public List<byte> Written { get; } = [];

    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint => null;

    public EndPoint? LocalEndPoint => null;

    public bool IsSecureConnection => false;

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (Read.Length == 0) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        var taken = Math.Min(count, Read.Length);
        Read.AsSpan(0, taken).CopyTo(buffer.AsSpan(offset));
        Read = Read[taken..];
        return taken;
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken)
    {
        Written.AddRange(buffer.ToArray());
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }
}

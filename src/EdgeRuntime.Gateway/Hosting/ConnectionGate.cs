using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace EdgeRuntime.Gateway.Hosting;

/// <summary>Cuts off connections that do not come to their first request: silent ones, halves of a handshake, bytes that trickle. Each
/// address (an IPv6 network of 64 bits counts as one) may have so many of them; one more ends the oldest, so that silent ones never keep
/// out who speaks. Safe for several threads.</summary>
internal sealed class ConnectionGate(HostingOptions options, TimeProvider time)
{
    private const int NetworkBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, LinkedList<Waiting>> _waiting = [];

    /// <summary>Connections that have not come to their first request.</summary>
    public int Pending
    {
        get
        {
            lock (_lock) return _waiting.Values.Sum(static each => each.Count);
        }
    }

    /// <summary>The outer half, before TLS: begins to count and to wait.</summary>
    public ConnectionDelegate Accept(ConnectionDelegate next) => async connection =>
    {
        var waiting = new Waiting(connection, AddressOf(connection.RemoteEndPoint));
        Enter(waiting);
        await using var timer = time.CreateTimer(_ => Cut(waiting), null, options.HandshakeTimeout, Timeout.InfiniteTimeSpan);
        connection.Items[typeof(Waiting)] = waiting;
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(waiting);
        }
    };

    /// <summary>The inner half, behind TLS: with the first bytes of a request the connection counts no longer.</summary>
    public ConnectionDelegate Prove(ConnectionDelegate next) => async connection =>
    {
        if (!await HasSpokenAsync(connection)) return;
        if (connection.Items[typeof(Waiting)] is Waiting waiting) Leave(waiting);
        await next(connection);
    };

    // RFC 9113, 3.4: how every client of HTTP/2 begins. A part of it is no beginning yet.
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    private static async ValueTask<bool> HasSpokenAsync(ConnectionContext connection)
    {
        try
        {
            while (true)
            {
                var read = await connection.Transport.Input.ReadAsync(connection.ConnectionClosed);
                var isOver = read.IsCompleted || !IsPartOfPreface(read.Buffer);
                connection.Transport.Input.AdvanceTo(read.Buffer.Start, isOver ? read.Buffer.Start : read.Buffer.End); // seen by nobody yet
                if (isOver) return !read.Buffer.IsEmpty;
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return false; // cut off, or the client has left
        }
    }

    private static bool IsPartOfPreface(ReadOnlySequence<byte> begun) =>
        begun.Length < Preface.Length && Preface.StartsWith(begun.ToArray());

    private static IPAddress AddressOf(EndPoint? end)
    {
        var address = end is IPEndPoint ip ? ip.Address : IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private void Enter(Waiting waiting)
    {
        Waiting? oldest = null;
        lock (_lock)
        {
            if (!_waiting.TryGetValue(waiting.Address, out var ofAddress)) _waiting[waiting.Address] = ofAddress = new();
            ofAddress.AddLast(waiting.Node);
            if (ofAddress.Count > options.HandshakesPerAddress) oldest = ofAddress.First!.Value;
        }

        if (oldest is not null) Cut(oldest);
    }

    private void Cut(Waiting waiting)
    {
        if (Leave(waiting)) waiting.Connection.Abort(new ConnectionAbortedException("No request came in time."));
    }

    private bool Leave(Waiting waiting)
    {
        lock (_lock)
        {
            if (waiting.Node.List is not { } ofAddress) return false;
            ofAddress.Remove(waiting.Node);
            if (ofAddress.Count == 0) _waiting.Remove(waiting.Address);
            return true;
        }
    }

    private sealed class Waiting
    {
        public Waiting(ConnectionContext connection, IPAddress address) => (Connection, Address, Node) = (connection, address, new(this));

        public ConnectionContext Connection { get; }

        public IPAddress Address { get; }

        public LinkedListNode<Waiting> Node { get; }
    }
}

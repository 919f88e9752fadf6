using System.Net;
using System.Security.Cryptography.X509Certificates;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Where the broker in the glasses listens, and what any one client may cost.</summary>
public sealed record BrokerOptions
{
    /// <value>Where MQTT over TCP is served; null for nowhere, so that only WebSockets that are handed over are.</value>
    public IPEndPoint? Listen { get; init; }

    /// <value>Gives the certificate to show now, for MQTT over TLS; null for plain TCP, which is allowed on loopback only.</value>
    public Func<X509Certificate2>? Certificate { get; init; }

    /// <value>Connections at once of paired phones; kept for them whatever strangers do.</value>
    public int MaxConnections { get; init; } = 64;

    /// <value>Connections at once of clients that were let in without a bond, to pair; enough for a room of phones.</value>
    public int MaxUnpaired { get; init; } = 16;

    /// <value>Of these, from one address.</value>
    public int MaxUnpairedPerAddress { get; init; } = 8;

    /// <value>Connections at once that have not shown yet who they are; one more takes the place of one that is silent.</value>
    public int MaxWaiting { get; init; } = 128;

    /// <value>Of these, from one address; a browser that loads a page has six.</value>
    public int MaxWaitingPerAddress { get; init; } = 32;

    /// <value>Most bytes of a packet of a client that has not proved a bond: a pairing message and its topic.</value>
    public int UnpairedPacketBytes { get; init; } = 4 << 10;

    /// <value>Most bytes of a packet of a paired phone: a frame and its topic.</value>
    public int PacketBytes { get; init; } = 66 << 10;

    /// <value>Packets a second that a client may send on and on; more are read later, which slows the sender down.</value>
    public int PacketsPerSecond { get; init; } = 200;

    /// <value>Packets that a client may send at once before that counts.</value>
    public int PacketBurst { get; init; } = 400;

    /// <value>Messages that wait for a slow reader; the oldest is dropped and what matters is sent again.</value>
    public int QueuedPerClient { get; init; } = 48;

    /// <value>Time to send CONNECT, and for TLS.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Time for the client to take what is written to it; then it is disconnected.</value>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Time for a client to end its side of a connection that was ended here, so that it reads why.</value>
    public TimeSpan PartingTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>Bytes of a client that are read away meanwhile.</value>
    public int PartingBytes { get; init; } = 256 << 10;

    /// <value>How long a client may stay that does not prove a bond: three pairing windows.</value>
    public TimeSpan UnpairedTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <value>Keep-alive of every client, in whole seconds, announced in CONNACK in the place of what it asks for;
    /// after one and a half of it a silent one is taken for lost.</value>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first setting that makes no sense, or null.</summary>
    public Failure? Validate()
    {
        if (Listen is { } listen && Certificate is null && !IPAddress.IsLoopback(listen.Address))
        {
            return Wrong(
                "mqtt-plain", $"Refusing to serve MQTT without encryption on {listen}.", "Listen on 127.0.0.1, or give a certificate.");
        }

        return Counts() && Times()
            ? null
            : Wrong(
                "broker-options-invalid", "The broker's limits must be above zero, and a paired phone's not below others'.",
                "Correct the setting.");
    }

    private bool Counts() =>
        MaxConnections > 0 && MaxUnpaired > 0 && MaxUnpairedPerAddress > 0 && MaxWaitingPerAddress > 0 && MaxWaiting > 0
        && UnpairedPacketBytes >= 1 << 10 && PacketBytes >= UnpairedPacketBytes
        && PartingBytes > 0 && PacketsPerSecond > 0 && PacketBurst >= PacketsPerSecond && QueuedPerClient > 0;

    private bool Times() => ConnectTimeout > TimeSpan.Zero && WriteTimeout > TimeSpan.Zero && UnpairedTime > TimeSpan.Zero
        && PartingTime > TimeSpan.Zero
        && KeepAlive.TotalSeconds is >= 1 and <= ushort.MaxValue;

    private static Failure Wrong(string code, string message, string next) => new(Stages.Start, code, message, next);
}

using System.Net.Sockets;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Companion.Door;

/// <summary>A command's connection to a running service.</summary>
internal sealed class DoorCaller : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _lines;

    private DoorCaller(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _lines = new StreamReader(_stream);
    }

    /// <summary>Calls the service of a state folder; null where none runs.</summary>
    public static async ValueTask<DoorCaller?> CallAsync(string stateFolder, CancellationToken cancellationToken)
    {
        var path = PhoneDoor.PathIn(stateFolder);
        if (!File.Exists(path)) return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new DoorCaller(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null; // left by a service that was killed
        }
    }

    /// <summary>Asks the service for something; <see cref="NextAsync"/> gives its answers.</summary>
    public async ValueTask SayAsync(DoorRequest request, CancellationToken cancellationToken)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(request, DoorJson.Default.DoorRequest), (byte)'\n'];
        await _stream.WriteAsync(line, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next answer; a failure where the service has gone.</summary>
    public async ValueTask<DoorReply> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _lines.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line
                && JsonSerializer.Deserialize(line, DoorJson.Default.DoorReply) is { } reply)
            {
                return reply;
            }
        }
        catch (Exception thrown) when (thrown is IOException or SocketException or JsonException)
        {
            return Gone;
        }

        return Gone;
    }

    /// <summary>Waits until the service has gone.</summary>
    public async ValueTask GoneAsync(CancellationToken cancellationToken)
    {
        while ((await NextAsync(cancellationToken).ConfigureAwait(false)).Failure?.Code != DoorReply.GoneCode)
        {
            // What it still says is for those who stay.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private static DoorReply Gone { get; } = new()
    {
        Failure = new Failure(
            Stages.Phone, DoorReply.GoneCode, "The service that speaks to phones has stopped.", "Start it again: edge-runtime run --mqtt",
            Blame.Machine),
    };
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Device.Tests.Companion.Broker;

/// <summary>A client that says what it is given, byte by byte.</summary>
internal static class RawClient
{
    public static async Task<byte[]> AnswerAsync(int port, byte[] bytes, bool close = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes);
            if (close) client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer); // ends when the broker closes
        }
        catch (IOException)
        {
            // Reset, with bytes of ours unread: what had come before counts.
        }

        return answer.ToArray();
    }

    /// <summary>The reason of the DISCONNECT that follows CONNACK.</summary>
    public static byte Disconnect(byte[] answer)
    {
        var connack = 2 + answer[1];
        Assert.Equal((0x20, 0xE0), (answer[0], answer[connack]));
        return answer[connack + 2];
    }

    public static byte[] Connect() => Connect($"pair-{BenchBroker.NewSession()}", null, null);

    public static byte[] Connect(EdgeRuntime.Device.Pairing.Bond bond) => Connect($"phone-{bond.Id}-raw", bond.Id, bond.BrokerPassword());

    public static byte[] Connect(string id, string? user, string? password)
    {
        byte[] body =
        [
            0, 4, .. "MQTT"u8, 5, (byte)(user is null ? 0x02 : 0xC2), 0, 60, 0,
            .. Text(id), .. user is null ? [] : Text(user), .. password is null ? [] : Text(password),
        ];
        return [0x10, .. Length(body.Length), .. body];
    }

    public static byte[] Subscribe(string topic)
    {
        byte[] body = [0, 1, 0, .. Text(topic), 0];
        return [0x82, .. Length(body.Length), .. body];
    }

    public static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Length(int length) => length < 128 ? [(byte)length] : [(byte)(length & 0x7F | 0x80), (byte)(length >> 7)];
}

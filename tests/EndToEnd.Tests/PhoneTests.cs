using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Formatter;

namespace EndToEnd.Tests;

/// <summary>The program as <c>run --mqtt</c>, from the side of a phone that is not paired.</summary>
public sealed class PhoneTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task A_running_service_tells_phones_that_its_pairing_window_is_open()
    {
        using var service = _glasses.Start("run", "--mqtt", "127.0.0.1:0", "--mic", Glasses.SilentRoom, "--state", _glasses.State);
        var port = await PortAsync(service);
        var about = Channel.CreateUnbounded<string>();
        using var phone = new MqttClientFactory().CreateMqttClient();
        phone.ApplicationMessageReceivedAsync += message =>
        {
            about.Writer.TryWrite(System.Text.Encoding.UTF8.GetString(message.ApplicationMessage.Payload.ToArray()));
            return Task.CompletedTask;
        };
        await phone.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer(IPAddress.Loopback.ToString(), port)
            .WithProtocolVersion(MqttProtocolVersion.V500).WithClientId($"pair-{Guid.NewGuid():N}").Build());
        await phone.SubscribeAsync("edge/+/about");
        Assert.False(await PairingAsync(about));

        using var pair = _glasses.Start("pair", "--state", _glasses.State);

        Assert.True(await PairingAsync(about));
        var second = await _glasses.RunAsync("run", "--mqtt", "127.0.0.1:0", "--mic", Glasses.SilentRoom, "--state", _glasses.State);
        pair.Kill();
        var bonds = await _glasses.RunAsync("bonds", "list", "--state", _glasses.State);
        using (var kill = Process.Start("kill", ["-TERM", $"{service.Id}"])) await kill.WaitForExitAsync();
        await service.WaitForExitAsync();
        await pair.WaitForExitAsync();
        Assert.Equal((2, 0, 0), (second.Code, bonds.Code, service.ExitCode));
    }

    private static async Task<int> PortAsync(Process service)
    {
        while (await service.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("Phones: mqtt://", StringComparison.Ordinal)) continue;
            _ = service.StandardError.ReadToEndAsync(); // so that the pipe never fills
            return IPEndPoint.Parse(line["Phones: mqtt://".Length..]).Port;
        }

        throw new InvalidOperationException("The service does not say where phones find it.");
    }

    private static async Task<bool> PairingAsync(Channel<string> about)
    {
        using var message = JsonDocument.Parse(await about.Reader.ReadAsync());
        return message.RootElement.GetProperty("pairing").GetBoolean();
    }
}

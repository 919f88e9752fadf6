using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Pages;

/// <summary>The pages while phones and glasses meet at a broker elsewhere: a real Mosquitto, which speaks MQTT over WebSockets to
/// browsers.</summary>
public sealed class BrokerElsewhereTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [MosquittoBrowserFact]
    public async Task A_phone_finds_the_broker_by_the_code_on_the_glasses_and_is_paired_over_it()
    {
        var (port, web) = (FreePort(), FreePort());
        using var mosquitto = await MosquittoAsync(
            $"listener {port} 127.0.0.1\nlistener {web} 127.0.0.1\nprotocol websockets\nallow_anonymous true\n");
        try
        {
            await using var served = await ServedGlasses.StartAsync(
                _glasses, "--mqtt", $"mqtt://127.0.0.1:{port}", "--mqtt-pages", $"ws://127.0.0.1:{web}/mqtt");
            var here = $"http://127.0.0.1:{served.Companion.Port}";
            await using var browser = Browser.Start(here, here, Path.Combine(_glasses.Folder, "said.wav"), _glasses.Folder);

            var paired = await browser.SeeAsync("phone.pair", new JsonObject());

            var digits = paired.GetProperty("digits").EnumerateArray().Select(text => text.GetString()).ToArray();
            Assert.Equal(digits[0], digits[1]);
            Assert.EndsWith($"&broker=ws://127.0.0.1:{web}/mqtt", served.Companion.Fragment);
            Assert.EndsWith($"connect-src 'self' ws://127.0.0.1:{web}", await PolicyAsync($"{here}/companion"));
            Assert.EndsWith("connect-src 'self'", await PolicyAsync($"{here}/glasses"));
        }
        finally
        {
            mosquitto.Kill();
            await mosquitto.WaitForExitAsync();
        }
    }

    private static async Task<string> PolicyAsync(string address)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(address);
        return answer.Headers.GetValues("Content-Security-Policy").Single();
    }

    private async Task<Process> MosquittoAsync(string settings)
    {
        var start = new ProcessStartInfo(
            MosquittoBrowserFactAttribute.Program, ["-c", _glasses.Write("broker.conf", $"user root\nlog_dest stderr\n{settings}")])
        {
            RedirectStandardError = true,
        };
        var mosquitto = Process.Start(start)!;
        while (await mosquitto.StandardError.ReadLineAsync() is { } line && !line.Contains(" running", StringComparison.Ordinal))
        {
        }

        _ = mosquitto.StandardError.ReadToEndAsync(); // so that the pipe never fills
        return mosquitto;
    }

    private static int FreePort()
    {
        using var trial = new TcpListener(IPAddress.Loopback, 0);
        trial.Start();
        return ((IPEndPoint)trial.LocalEndpoint).Port;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Device.Tests.Companion;

/// <summary>Debian's Mosquitto: its broker, which trusts everybody here, and its clients.</summary>
internal sealed class Mosquitto : IDisposable
{
    private const string Broker = "/usr/sbin/mosquitto";
    private readonly TemporaryFolder _folder = new();

    private Mosquitto(int port)
    {
        Port = port;
        File.WriteAllText(_folder["broker.conf"], $"listener {port} 127.0.0.1\nallow_anonymous true\nlog_dest stderr\n");
        Process = Process.Start(new ProcessStartInfo(Broker, ["-c", _folder["broker.conf"]]) { RedirectStandardError = true })!;
    }

    /// <summary>Why it cannot run; null where it can.</summary>
    public static string? Missing { get; } = File.Exists(Broker) && File.Exists("/usr/bin/mosquitto_pub") ? null : "Mosquitto is not installed: apt-get install mosquitto mosquitto-clients";

    public int Port { get; }

    /// <summary>The broker's process.</summary>
    public Process Process { get; }

    /// <summary>Starts a broker and gives it once it runs.</summary>
    public static async Task<Mosquitto> StartAsync()
    {
        using var trial = new TcpListener(IPAddress.Loopback, 0);
        trial.Start();
        var port = ((IPEndPoint)trial.LocalEndpoint).Port;
        trial.Stop();
        var broker = new Mosquitto(port);
        while (await broker.Process.StandardError.ReadLineAsync() is { } line && !line.Contains(" running", StringComparison.Ordinal))
        {
        }

        _ = broker.Process.StandardError.ReadToEndAsync(); // so that the pipe never fills
        return broker;
    }

    /// <summary>Runs one of its clients to its end.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(string client, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(client, ["-V", "5", "-h", "127.0.0.1", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output.Trim());
    }

    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
        _folder.Dispose();
    }
}

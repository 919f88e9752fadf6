using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Device.Tests.Companion;

/// <summary>Debian's Mosquitto: its broker, which trusts everybody unless told otherwise, and its clients.</summary>
internal sealed class Mosquitto : IDisposable
{
    private const string Broker = "/usr/sbin/mosquitto";
    private readonly TemporaryFolder _folder = new();

    private Mosquitto(int port, string settings)
    {
        Port = port;
        File.WriteAllText(_folder["broker.conf"], $"user root\nlog_dest stderr\nlistener {port} 127.0.0.1\n{settings}\n");
        Process = Process.Start(new ProcessStartInfo(Broker, ["-c", _folder["broker.conf"]]) { RedirectStandardError = true })!;
    }

    /// <summary>Why it cannot run; null where it can.</summary>
    public static string? Missing { get; } = File.Exists(Broker) && File.Exists("/usr/bin/mosquitto_pub")
        ? null
        : "Mosquitto is not installed: apt-get install mosquitto mosquitto-clients";

    public int Port { get; }

    /// <summary>The broker's process.</summary>
    public Process Process { get; }

    /// <summary>Starts a broker and gives it once it runs.</summary>
    /// <param name="settings">Lines of its settings.</param>
    public static async Task<Mosquitto> StartAsync(string settings = "allow_anonymous true")
    {
        using var trial = new TcpListener(IPAddress.Loopback, 0);
        trial.Start();
        var port = ((IPEndPoint)trial.LocalEndpoint).Port;
        trial.Stop();
        var broker = new Mosquitto(port, settings);
        var said = new List<string>();
        while (await broker.Process.StandardError.ReadLineAsync() is { } line
            && !line.Contains(" running", StringComparison.Ordinal))
        {
            said.Add(line);
        }

        Assert.False(broker.Process.HasExited, string.Join('\n', said));

        _ = broker.Process.StandardError.ReadToEndAsync(); // so that the pipe never fills
        return broker;
    }

    /// <summary>Writes a file of one password.</summary>
    public static async Task PasswordAsync(string file, string user, string password)
    {
        using var process = Process.Start("mosquitto_passwd", ["-b", "-c", file, user, password]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Runs one of its clients to its end.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(string client, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                client, ["-V", "5", "-h", "127.0.0.1", .. arguments])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
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

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Gateway.Tests.Store;

/// <summary>One PostgreSQL for all tests of a run, on a socket in a scratch folder. It ends when this process does, however that ends:
/// it hangs on a pipe.</summary>
internal static class PostgresServer
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private static readonly Lazy<string> Address = new(StartOnSocket);
    private static readonly Lazy<(int Port, string Certificate)> TlsAddress = new(StartWithTls);

    // Kept: the end of its input, which a collected process would bring, stops the server.
    private static readonly ConcurrentBag<Process> Shells = [];

    private static int _schemas;

    /// <summary>Set before the first use when what is measured shall wait for the disk.</summary>
    public static bool Flushes { get; set; }

    public static bool IsInstalled => Programs is not null && !OperatingSystem.IsWindows();

    /// <summary>The connection string of an empty schema of its own.</summary>
    public static string NewSchema()
    {
        var schema = $"s{Interlocked.Increment(ref _schemas)}";
        using var connection = new NpgsqlConnection(Address.Value);
        connection.Open();
        using var create = new NpgsqlCommand($"CREATE SCHEMA {schema}", connection);
        create.ExecuteNonQuery();
        return $"{Address.Value};Search Path={schema}";
    }

    /// <summary>Another server, on loopback with TLS, and the file of its certificate, which is for <c>localhost</c>.</summary>
    public static (int Port, string Certificate) Tls => TlsAddress.Value;

    private static string StartOnSocket()
    {
        var folder = NewFolder();
        Start(folder, $"-k {folder} -c listen_addresses=");
        var address = $"Host={folder};Username=postgres;Database=postgres;Pooling=false";
        WaitFor(address);
        return address.Replace(";Pooling=false", "", StringComparison.Ordinal);
    }

    private static (int Port, string Certificate) StartWithTls()
    {
        var folder = NewFolder();
        var (certificate, key) = (Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
        TestCertificate.Write("localhost", certificate, key);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var port = FreePort();
        var tls = $"-c ssl=on -c ssl_cert_file={certificate} -c ssl_key_file={key}";
        Start(folder, $"-k {folder} -c listen_addresses=127.0.0.1 -c port={port} {tls}");
        WaitFor($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false");
        return (port, certificate);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("edge-gateway-postgres-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var shell in Shells) shell.Dispose();
            Directory.Delete(folder, recursive: true);
        };
        return folder;
    }

    private static void Start(string folder, string where)
    {
        if (Environment.UserName == "root") Run("chown", "-R", "postgres", folder);
        // No test needs what survives a loss of power. The shell waits for the end of its input, then stops the server.
        var fsync = Flushes ? "on" : "off";
        var script = $"""
            set -e
            {Programs}/initdb -D {folder}/data -U postgres -A trust --no-sync >{folder}/initdb.log
            {Programs}/postgres -D {folder}/data {where} -c fsync={fsync} -c max_connections=100 >{folder}/server.log 2>&1 &
            cat >/dev/null
            kill -QUIT $!
            """;
        var start = Environment.UserName == "root"
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", "sh", "-c", script])
            : new ProcessStartInfo("sh", ["-c", script]);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = "/";
        Shells.Add(Process.Start(start)!);
    }

    private static void WaitFor(string address)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(50))
        {
            try
            {
                using var connection = new NpgsqlConnection(address);
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (waited.Elapsed < TimeSpan.FromMinutes(2))
            {
                // not up yet
            }
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}

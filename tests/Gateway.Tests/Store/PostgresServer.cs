using System.Diagnostics;
using Npgsql;

namespace Gateway.Tests.Store;

/// <summary>One PostgreSQL for all tests of a run, on a socket in a scratch folder. It ends when this process does, however that ends: it hangs on a pipe.</summary>
internal static class PostgresServer
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private static readonly Lazy<string> Address = new(Start);
    private static int _schemas;

    // Kept: the end of its input, which a collected process would bring, stops the server.
    private static Process? _shell;

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

    private static string Start()
    {
        var folder = Directory.CreateTempSubdirectory("edge-gateway-postgres-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            _shell?.Dispose();
            Directory.Delete(folder, recursive: true);
        };
        if (Environment.UserName == "root") Run("chown", "postgres", folder);
        // No test needs what survives a loss of power. The shell waits for the end of its input, then stops the server.
        var script = $"""
            set -e
            {Programs}/initdb -D {folder}/data -U postgres -A trust --no-sync >{folder}/initdb.log
            {Programs}/postgres -D {folder}/data -k {folder} -c listen_addresses= -c fsync={(Flushes ? "on" : "off")} -c max_connections=100 >{folder}/server.log 2>&1 &
            cat >/dev/null
            kill -QUIT $!
            """;
        var start = Environment.UserName == "root" ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", "sh", "-c", script]) : new ProcessStartInfo("sh", ["-c", script]);
        start.RedirectStandardInput = true;
        start.WorkingDirectory = "/";
        _shell = Process.Start(start);
        var address = $"Host={folder};Username=postgres;Database=postgres;Pooling=false";
        WaitFor(address);
        return address.Replace(";Pooling=false", "", StringComparison.Ordinal);
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

using EdgeRuntime.Gateway.Commands;

namespace Gateway.Tests.Store;

/// <summary>What <c>?sslmode=</c> in the store's address does, at a real server whose certificate is for <c>localhost</c>.</summary>
public sealed class PostgresTlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tls-");

    public void Dispose() => _folder.Delete(recursive: true);

    [PostgresFact]
    public async Task Migrate_VerifyFull_TakesOnlyTheServerThatTheAuthorityHasNamed()
    {
        var (port, authority) = PostgresServer.Tls;
        var other = Path.Combine(_folder.FullName, "other.crt");
        TestCertificate.Write("localhost", other, Path.Combine(_folder.FullName, "other.key"));

        await RunAsync(0, $"localhost:{port}", $"sslmode=verify-full&sslrootcert={authority}");
        await RunAsync(0, $"127.0.0.1:{port}", $"sslmode=verify-ca&sslrootcert={authority}");
        await RunAsync(0, $"localhost:{port}", "sslmode=require");
        Assert.Contains("certificate", await RunAsync(1, $"localhost:{port}", $"sslmode=verify-full&sslrootcert={other}"));
        Assert.Contains("certificate", await RunAsync(1, $"127.0.0.1:{port}", $"sslmode=verify-full&sslrootcert={authority}"));
        Assert.Contains("certificate", await RunAsync(1, $"localhost:{port}", $"sslmode=require&sslrootcert={other}"));
        Assert.Contains("certificate", await RunAsync(1, $"localhost:{port}", "sslmode=verify-full"));
    }

    private async Task<string> RunAsync(int exit, string server, string query)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] command = ["migrate", "--data", _folder.FullName, "--store", $"postgres://postgres@{server}/postgres?{query}"];

        var ended = await CommandTree.RunAsync(command, output, error);

        Assert.True(exit == ended, $"{query} ended with {ended}: {error}");
        return error.ToString();
    }
}

using Npgsql;

namespace Gateway.Tests.Store;

public sealed class PostgresServerTests
{
    [PostgresFact]
    public async Task EveryTheoryOfAStore_RunsOnPostgresToo()
    {
        await using var connection = new NpgsqlConnection(PostgresServer.NewSchema());

        await connection.OpenAsync();

        Assert.True(connection.PostgreSqlVersion.Major >= 13);
    }
}

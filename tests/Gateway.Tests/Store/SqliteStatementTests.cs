using EdgeRuntime.Gateway.Store;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Tests.Store;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-gateway-statement-");
    private readonly SqliteConnection _connection;

    public SqliteStatementTests()
    {
        _connection = Open();
        Run(_connection, "PRAGMA journal_mode=WAL; CREATE TABLE things (name TEXT PRIMARY KEY, number INTEGER)");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("glasses", long.MaxValue)]
    [InlineData("Brille 👓 'x' $1", long.MinValue)]
    public void Find_WhatWasBound_IsReadAsItWas(string name, long number)
    {
        Insert(name, number);
        using var find = new SqliteStatement(_connection, "SELECT number, name FROM things WHERE name = $1");

        Assert.True(find.Bind(1, name).Find(row => (row.Number(0), row.Text(1)), out var found));
        Assert.Equal((number, name), found);
    }

    [Fact]
    public void Find_NoRowAndNoNumber_SaysSo()
    {
        Run(_connection, "INSERT INTO things VALUES ('nothing', NULL)");
        using var find = new SqliteStatement(_connection, "SELECT number FROM things WHERE name = $1");

        Assert.False(find.Bind(1, "unknown").Find(row => row.NumberOrNull(0), out _));
        Assert.True(find.Bind(1, "nothing").Find(row => row.NumberOrNull(0), out var number));
        Assert.Null(number);
    }

    [Fact]
    public void Find_ReaderThrows_StatementAndTransactionCanGoOn()
    {
        Insert("glasses", 7);
        Run(_connection, "BEGIN");
        using var find = new SqliteStatement(_connection, "SELECT number FROM things WHERE name = $1");

        Assert.Throws<FormatException>(() => find.Bind(1, "glasses").Find<long>(_ => throw new FormatException(), out _));
        Assert.True(find.Bind(1, "glasses").Find(row => row.Number(0), out var number));
        Run(_connection, "COMMIT");
        Assert.Equal(7, number);
    }

    [Fact]
    public void Run_RefusedRow_ThrowsItsReasonAndTheNextRuns()
    {
        Insert("glasses", 1);
        var refused = Assert.Throws<SqliteException>(() => Insert("glasses", 2));

        Assert.Equal(raw.SQLITE_CONSTRAINT, refused.SqliteErrorCode);
        Assert.Contains("things.name", refused.Message, StringComparison.Ordinal);
        using var insert = new SqliteStatement(_connection, "INSERT INTO things VALUES ($1, $2)");
        Assert.Throws<SqliteException>(() => insert.Bind(1, "glasses").Bind(2, 3).Run());
        insert.Bind(1, "phone").Run();
    }

    [Fact]
    public void Constructor_WrongSql_Throws() =>
        Assert.Throws<SqliteException>(() => new SqliteStatement(_connection, "SELECT nothing FROM nowhere"));

    [Fact]
    public void Bind_ParameterThatIsNotThere_Throws()
    {
        using var find = new SqliteStatement(_connection, "SELECT number FROM things WHERE name = $1");
        Assert.Throws<SqliteException>(() => find.Bind(2, 1));
    }

    [Fact]
    public void TryRun_AnotherConnectionWrites_IsFalseUntilItHasEnded()
    {
        using var other = Open();
        Run(other, "BEGIN IMMEDIATE");
        using var begin = new SqliteStatement(_connection, "BEGIN IMMEDIATE");

        Assert.False(begin.TryRun());
        Assert.Equal(raw.SQLITE_BUSY, Assert.Throws<SqliteException>(begin.Run).SqliteErrorCode);
        Run(other, "COMMIT");
        Assert.True(begin.TryRun());
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "things.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Insert(string name, long number)
    {
        using var insert = new SqliteStatement(_connection, "INSERT INTO things VALUES ($1, $2)");
        insert.Bind(1, name).Bind(2, number).Run();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

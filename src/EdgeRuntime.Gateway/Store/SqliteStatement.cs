using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EdgeRuntime.Gateway.Store;

/// <summary>A statement that is prepared once and run often, straight on SQLite:
/// a command of ADO.NET with its parameters and its reader costs more than a statement that finds or writes one row. Parameters are
/// <c>$1</c>, <c>$2</c>, …; columns count from 0. Never waits for another connection: it throws <see cref="SqliteException"/> then, as for
/// every other failure. One thread at a time; disposed before its connection.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Values for an INSERT of every column.</summary>
    public static string Values(int columns) => $"VALUES ({string.Join(", ", Enumerable.Range(1, columns).Select(i => $"${i}"))})";

    /// <summary>Gives a parameter its value, counted from 1; it keeps it until the next one.</summary>
    public SqliteStatement Bind(int parameter, string value)
    {
        Check(raw.sqlite3_bind_text(_statement, parameter, value));
        return this;
    }

    /// <inheritdoc cref="Bind(int, string)"/>
    public SqliteStatement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        if (!TryRun()) Check(raw.SQLITE_BUSY);
    }

    /// <summary>Runs it to its end; false when another connection is in the way.</summary>
    public bool TryRun()
    {
        var result = raw.sqlite3_step(_statement);
        Reset();
        if ((result & 0xff) == raw.SQLITE_BUSY) return false;
        Check(result);
        return true;
    }

    /// <summary>Reads the first row; false when there is none.</summary>
    public bool Find<T>(Func<SqliteStatement, T> read, [MaybeNullWhen(false)] out T row)
    {
        try
        {
            var result = raw.sqlite3_step(_statement);
            Check(result);
            row = result == raw.SQLITE_ROW ? read(this) : default;
            return result == raw.SQLITE_ROW;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>A text of the row.</summary>
    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>A number of the row.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A number of the row that may be NULL.</summary>
    public long? NumberOrNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Number(column);

    public void Dispose() => _statement.Dispose();

    // Lets go of the row, so that the statement can run again. It gives what the step has failed with, which was told then.
    private void Reset() => _ = raw.sqlite3_reset(_statement);

    // Gives back what is no failure: OK, a row, or the end.
    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}

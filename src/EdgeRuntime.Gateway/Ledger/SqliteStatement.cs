using Microsoft.Data.Sqlite;

namespace EdgeRuntime.Gateway.Ledger;

/// <summary>A statement that is prepared once and run often. Parameters are <c>$1</c>, <c>$2</c>, …</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly SqliteCommand _command;

    public SqliteStatement(SqliteConnection connection, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; i <= parameters; i++) _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        _command.Prepare();
    }

    /// <summary>Values for an INSERT of every column.</summary>
    public static string Values(int columns) => $"VALUES ({string.Join(", ", Enumerable.Range(1, columns).Select(i => $"${i}"))})";

    public void Run(params ReadOnlySpan<object> values)
    {
        Bind(values);
        _command.ExecuteNonQuery();
    }

    public void Run<T>(IReadOnlyList<LedgerColumn<T>> columns, T row)
    {
        for (var i = 0; i < columns.Count; i++) _command.Parameters[i].Value = columns[i].Value(row);
        _command.ExecuteNonQuery();
    }

    /// <summary>The caller disposes the reader before the statement runs again.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i];
    }
}

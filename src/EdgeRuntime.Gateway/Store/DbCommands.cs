using System.Data.Common;

namespace EdgeRuntime.Gateway.Store;

/// <summary>Short ways to run SQL that both databases understand; parameters are named as in the text.</summary>
internal static class DbCommands
{
    public static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Gives how many rows were changed.</summary>
    public static async ValueTask<int> ExecuteAsync(this DbCommand command, CancellationToken cancellationToken)
    {
        await using (command) return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Every row, held in memory; disposes the command.</summary>
    public static async ValueTask<List<T>> ListAsync<T>(
        this DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>The first row, or null.</summary>
    public static async ValueTask<T?> FirstAsync<T>(this DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class => (await command.ListAsync(read, cancellationToken)).FirstOrDefault();

    /// <summary>A number that may be NULL.</summary>
    public static long? GetInt64OrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}

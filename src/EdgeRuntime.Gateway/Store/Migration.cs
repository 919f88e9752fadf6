namespace EdgeRuntime.Gateway.Store;

/// <summary>One step of the schema. Steps are never changed once released; the next step mends the last.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="Both">Statements for either database.</param>
/// <param name="Sqlite">Statements for SQLite, after <paramref name="Both"/>.</param>
/// <param name="Postgres">Statements for PostgreSQL, after <paramref name="Both"/>.</param>
internal sealed record Migration(long Version, string Both, string Sqlite, string Postgres);

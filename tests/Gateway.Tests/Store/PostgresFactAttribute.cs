namespace Gateway.Tests.Store;

/// <summary>A fact that needs PostgreSQL; skipped by name where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (!PostgresServer.IsInstalled) Skip = "PostgreSQL is not installed (apt-get install postgresql)";
    }
}

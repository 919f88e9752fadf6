using System.Reflection;
using Xunit.Sdk;

namespace Gateway.Tests.Store;

/// <summary>Runs a theory on every store there is here; <see cref="PostgresServerTests"/> says by name when PostgreSQL is
/// missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoresAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        PostgresServer.IsInstalled ? [[StoreKind.Sqlite], [StoreKind.Postgres]] : [[StoreKind.Sqlite]];
}

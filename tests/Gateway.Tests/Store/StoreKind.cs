namespace Gateway.Tests.Store;

public enum StoreKind
{
    Sqlite,
    Postgres,
}

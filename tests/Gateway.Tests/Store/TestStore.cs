using EdgeRuntime.Gateway.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Store;

/// <summary>An empty store of one kind that can be opened several times, as several gateways would.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly List<IStore> _opened = [];
    private readonly DirectoryInfo? _folder;

    private TestStore(StoreKind kind, Durability durability)
    {
        Options = new StoreOptions { Durability = durability };
        if (kind == StoreKind.Postgres)
        {
            Options.Url = PostgresServer.NewSchema();
            return;
        }

        _folder = Directory.CreateTempSubdirectory("edge-gateway-store-");
        Options.DataFolder = _folder.FullName;
    }

    public StoreOptions Options { get; }

    /// <summary>Folder or connection string, for another process.</summary>
    public string Address => Options.IsPostgres ? Options.Url : Options.DataFolder;

    /// <summary>Without any tables.</summary>
    public static TestStore Empty(StoreKind kind) => new(kind, Durability.Process);

    public static async Task<TestStore> CreateAsync(StoreKind kind, Durability durability = Durability.Process)
    {
        var made = new TestStore(kind, durability);
        await new Migrator(made.Open(), TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(default);
        return made;
    }

    /// <summary>Closed with this object.</summary>
    public IStore Open()
    {
        var store = StoreServices.Open(Options);
        _opened.Add(store);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened) await store.DisposeAsync();
        if (_folder?.Exists is true) _folder.Delete(recursive: true);
    }
}

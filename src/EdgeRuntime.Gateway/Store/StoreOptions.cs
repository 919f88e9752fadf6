using EdgeRuntime.Gateway.Secrecy;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgeRuntime.Gateway.Store;

/// <summary>Where state lies, from section <c>Gateway:Store</c>.</summary>
public sealed class StoreOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Gateway:Store";

    /// <summary>Key of the name among replicas.</summary>
    public const string ReplicaKey = "Gateway:Sessions:Replica";

    /// <summary>Key of the folder that SQLite's file lies in.</summary>
    public const string DataFolderKey = "Gateway:DataFolder";

    /// <value>PostgreSQL as <c>postgres://user:password@host:port/database</c>, with parameters of libpq such as
    /// <c>?sslmode=verify-full</c>, or <c>Host=…;Database=…</c>; empty for SQLite in the data folder.</value>
    [Secret]
    public string Url { get; set; } = "";

    /// <value>What is on disk when the store answers.</value>
    public Durability Durability { get; set; } = Durability.Settlements;

    /// <value>How long one statement may take before the store counts as unavailable, 1 s..5 min.</value>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>Connections to PostgreSQL, 2..1000.</value>
    public int MostConnections { get; set; } = 16;

    /// <value>Whether a pool in transaction mode (PgBouncer) stands before PostgreSQL:
    /// nothing is then prepared or left behind in a session.</value>
    public bool TransactionPool { get; set; }

    /// <value>Whether a store of an older version is brought up to date at start; otherwise it is refused.</value>
    public bool MigrateAtStart { get; set; } = true;

    /// <value>Folder of SQLite's file; set from <c>Gateway:DataFolder</c>.</value>
    internal string DataFolder { get; set; } = "";

    /// <value>Name of this gateway among its replicas, which no other running one may have; set from <c>Gateway:Sessions:Replica</c>,
    /// empty where none serves.</value>
    internal string Replica { get; set; } = "";

    internal bool IsPostgres => Url.Length > 0;

    /// <summary>The connection string that the URL stands for. Throws <see cref="FormatException"/>.</summary>
    internal NpgsqlConnectionStringBuilder ConnectionString() => PostgresAddress.Read(Url);

    /// <summary>Checks every bound; the sentence names key, value (never the URL, which may hold a password) and fix.</summary>
    public sealed class Validator : IValidateOptions<StoreOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, StoreOptions options)
        {
            if (!options.IsPostgres && options.DataFolder.Length == 0)
            {
                return Wrong(DataFolderKey, "", "name a folder (--data DIR), or a PostgreSQL in Gateway:Store:Url");
            }

            if (options.IsPostgres && ProblemOf(options) is { } no) return Wrong($"{Section}:{nameof(Url)}", SettingSecrecy.Hidden, no);
            if (!Enum.IsDefined(options.Durability))
            {
                return Wrong($"{Section}:{nameof(Durability)}", options.Durability, "use Process, Settlements or Everything");
            }

            if (options.MostConnections is < 2 or > 1000)
            {
                return Wrong($"{Section}:{nameof(MostConnections)}", options.MostConnections, "use 2 to 1000");
            }

            return options.CommandTimeout < TimeSpan.FromSeconds(1) || options.CommandTimeout > TimeSpan.FromMinutes(5)
                ? Wrong($"{Section}:{nameof(CommandTimeout)}", options.CommandTimeout, "use 00:00:01 to 00:05:00")
                : ValidateOptionsResult.Success;
        }

        private static string? ProblemOf(StoreOptions options)
        {
            try
            {
                options.ConnectionString();
                return null;
            }
            catch (FormatException wrong)
            {
                return $"{wrong.Message} (use postgres://user:password@host:port/database or Host=…;Database=…)";
            }
        }

        private static ValidateOptionsResult Wrong(string key, object value, string fix) =>
            ValidateOptionsResult.Fail($"{key} is '{value}': {fix}.");
    }
}

using System.ComponentModel;
using System.Data.Common;
using System.Globalization;
using EdgeRuntime.Gateway.Settings;
using Npgsql;

namespace EdgeRuntime.Gateway.Store;

/// <summary>Reads <c>Gateway:Store:Url</c>: a URL as libpq takes it (PostgreSQL's manual, "Connection URIs" and "Parameter Key Words"), or
/// keywords as Npgsql takes them. A parameter counts or is refused by name; none is dropped. Sentences name parameters and never hold their
/// values, which may be secrets.</summary>
internal static class PostgresAddress
{
    private const string TimeoutKey = $"{StoreOptions.Section}:{nameof(StoreOptions.CommandTimeout)}";
    private const string ConnectionsKey = $"{StoreOptions.Section}:{nameof(StoreOptions.MostConnections)}";
    private const string PoolKey = $"{StoreOptions.Section}:{nameof(StoreOptions.TransactionPool)}";

    private const string SslModes = "disable, allow, prefer, require, verify-ca or verify-full";
    private const string Wishes = "disable, prefer or require";

    private static readonly Dictionary<string, Action<NpgsqlConnectionStringBuilder, string>> Parameters = new(StringComparer.Ordinal)
    {
        ["host"] = (to, value) => to.Host = value,
        ["port"] = (to, value) => to.Port = PortOf(value),
        ["dbname"] = (to, value) => to.Database = value,
        ["user"] = (to, value) => to.Username = value,
        ["password"] = (to, value) => to.Password = value,
        ["passfile"] = (to, value) => to.Passfile = value,
        ["application_name"] = (to, value) => to.ApplicationName = value,
        ["client_encoding"] = (to, value) => to.ClientEncoding = value,
        ["options"] = (to, value) => to.Options = value,
        ["sslmode"] = (to, value) => to.SslMode = WordOf<SslMode>("sslmode", value, SslModes),
        ["sslrootcert"] = (to, value) => to.RootCertificate = value,
        ["sslcert"] = (to, value) => to.SslCertificate = value,
        ["sslkey"] = (to, value) => to.SslKey = value,
        ["sslpassword"] = (to, value) => to.SslPassword = value,
        ["sslnegotiation"] = (to, value) => to.SslNegotiation = WordOf<SslNegotiation>("sslnegotiation", value, "postgres or direct"),
        ["channel_binding"] = (to, value) => to.ChannelBinding = WordOf<ChannelBinding>("channel_binding", value, Wishes),
        ["gssencmode"] = (to, value) => to.GssEncryptionMode = WordOf<GssEncryptionMode>("gssencmode", value, Wishes),
        ["krbsrvname"] = (to, value) => to.KerberosServiceName = value,
    };

    // What the store decides by a setting of its own, by the names that libpq, Npgsql and other programs have for it.
    private static readonly Dictionary<string, string> Instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["connect_timeout"] = $"set {TimeoutKey}",
        ["timeout"] = $"set {TimeoutKey}",
        ["command timeout"] = $"set {TimeoutKey}",
        ["commandtimeout"] = $"set {TimeoutKey}",
        ["statement_timeout"] = $"set {TimeoutKey}",
        ["maximum pool size"] = $"set {ConnectionsKey}",
        ["maxpoolsize"] = $"set {ConnectionsKey}",
        ["pool_size"] = $"set {ConnectionsKey}",
        ["connection_limit"] = $"set {ConnectionsKey}",
        ["max auto prepare"] = $"set {PoolKey}",
        ["maxautoprepare"] = $"set {PoolKey}",
        ["pgbouncer"] = $"set {PoolKey}",
        ["keepalive"] = "the gateway asks every 10 s",
    };

    /// <summary>The connection string. Throws <see cref="FormatException"/> with the end of a sentence.</summary>
    public static NpgsqlConnectionStringBuilder Read(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var read = scheme > 0 && url[..scheme].ToLowerInvariant() is "postgres" or "postgresql" ? ReadUrl(url) : ReadKeywords(url);
        return string.IsNullOrEmpty(read.Host) ? throw new FormatException("it names no host") : read;
    }

    private static NpgsqlConnectionStringBuilder ReadUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw new FormatException("it is not a URL; write : / @ in a user or password as %3A %2F %40");
        }

        if (url.Fragment.Length > 0) throw new FormatException("it has a #, which is written %23 in a user or password");
        var user = url.UserInfo.Split(':', 2);
        var built = new NpgsqlConnectionStringBuilder
        {
            Host = url.DnsSafeHost,
            Port = url.Port < 0 ? NpgsqlConnection.DefaultPort : url.Port,
            Database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/')),
        };
        if (user[0].Length > 0) built.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) built.Password = Uri.UnescapeDataString(user[1]);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, "");
            if (!given.Add(name)) throw new FormatException($"it has {name} twice");
            if (!Parameters.TryGetValue(name, out var set)) throw Unknown(name, Parameters.Keys);
            set(built, value);
        }

        RequireTrust(built, given);
        return built;
    }

    // libpq: with an authority of its own "require" checks the chain; "system" stands for the machine's authorities and the host's name.
    private static void RequireTrust(NpgsqlConnectionStringBuilder built, HashSet<string> given)
    {
        if (built.RootCertificate == "system")
        {
            var isWeaker = given.Contains("sslmode") && built.SslMode != SslMode.VerifyFull;
            if (isWeaker) throw new FormatException("sslrootcert=system goes with sslmode=verify-full only");
            (built.RootCertificate, built.SslMode) = (null, SslMode.VerifyFull);
        }
        else if (given.Contains("sslrootcert") && built.SslMode == SslMode.Require)
        {
            built.SslMode = SslMode.VerifyCA;
        }
    }

    private static NpgsqlConnectionStringBuilder ReadKeywords(string text)
    {
        var given = new DbConnectionStringBuilder();
        try
        {
            given.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw new FormatException("it is neither a URL nor pairs of KEYWORD=VALUE;");
        }

        var built = new NpgsqlConnectionStringBuilder();
        foreach (string keyword in given.Keys)
        {
            if (Instead.ContainsKey(keyword) || !built.ContainsKey(keyword)) throw Unknown(keyword, KeywordsOf(built));
            try
            {
                built[keyword] = given[keyword];
            }
            catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException or InvalidCastException)
            {
                throw new FormatException($"its {keyword} cannot be read", wrong);
            }
        }

        return built;
    }

    private static IEnumerable<string> KeywordsOf(NpgsqlConnectionStringBuilder builder) =>
        TypeDescriptor.GetProperties(builder).Cast<PropertyDescriptor>().Select(property => property.DisplayName);

    private static FormatException Unknown(string name, IEnumerable<string> known)
    {
        if (Instead.TryGetValue(name, out var instead)) return new FormatException($"{name} is not read from it; {instead}");
        var meant = NearestName.Find(name, known) is { } near ? $"; did you mean {near}?" : "";
        return new FormatException($"it has the parameter {name}, which is not known here{meant}");
    }

    private static int PortOf(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536
            ? port
            : throw new FormatException("its port is not 1 to 65535");

    private static T WordOf<T>(string name, string value, string words)
        where T : struct, Enum
    {
        var plain = value.Replace("-", "", StringComparison.Ordinal);
        var word = Enum.GetNames<T>().FirstOrDefault(word => string.Equals(word, plain, StringComparison.OrdinalIgnoreCase));
        return word is null ? throw new FormatException($"its {name} is none of {words}") : Enum.Parse<T>(word);
    }
}

using System.Globalization;
using EdgeRuntime.Gateway.Store;

namespace Gateway.Tests.Store;

public sealed class StoreOptionsTests
{
    [Fact]
    public void ConnectionString_Url_IsReadWholly()
    {
        var address = new StoreOptions { Url = "postgres://us%40er:p%3Aw@db.example:5433/gateway" }.ConnectionString();

        Assert.Equal(
            ("db.example", 5433, "gateway", "us@er", "p:w"),
            (address.Host, address.Port, address.Database, address.Username, address.Password));
    }

    [Theory]
    [InlineData("sslmode=verify-full", "SSL Mode", "VerifyFull")]
    [InlineData("sslmode=disable", "SSL Mode", "Disable")]
    [InlineData("sslmode=require", "SSL Mode", "Require")]
    [InlineData("sslmode=require&sslrootcert=/ca.pem", "SSL Mode", "VerifyCA")]
    [InlineData("sslrootcert=system", "SSL Mode", "VerifyFull")]
    [InlineData("sslrootcert=%2Fetc%2Fca.pem&sslmode=verify-full", "Root Certificate", "/etc/ca.pem")]
    [InlineData("sslcert=/c.pem", "SSL Certificate", "/c.pem")]
    [InlineData("sslnegotiation=direct", "SSL Negotiation", "Direct")]
    [InlineData("channel_binding=require", "Channel Binding", "Require")]
    [InlineData("gssencmode=disable", "GSS Encryption Mode", "Disable")]
    [InlineData("application_name=mine", "Application Name", "mine")]
    [InlineData("options=-csearch_path%3Dtwo", "Options", "-csearch_path=two")]
    [InlineData("host=/var/run/postgresql", "Host", "/var/run/postgresql")]
    [InlineData("dbname=other", "Database", "other")]
    public void ConnectionString_ParameterOfLibpq_IsHonoured(string query, string keyword, string value)
    {
        var address = new StoreOptions { Url = $"postgres://me@db/gateway?{query}" }.ConnectionString();

        Assert.Equal(value, Convert.ToString(address[keyword], CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("postgres://me@db/gateway?sslmod=verify-full", "the parameter sslmod", "did you mean sslmode?")]
    [InlineData("postgres://me@db/gateway?sslmode=verify", "its sslmode is none of", "verify-full")]
    [InlineData("postgres://me@db/gateway?sslmode=2", "its sslmode is none of", "verify-full")]
    [InlineData("postgres://me@db/gateway?sslmode=disable&sslmode=verify-full", "it has sslmode twice", "")]
    [InlineData("postgres://me@db/gateway?sslrootcert=system&sslmode=require", "sslrootcert=system", "verify-full")]
    [InlineData("postgres://me@db/gateway?target_session_attrs=read-write", "the parameter target_session_attrs", "")]
    [InlineData("postgres://me@db/gateway?connect_timeout=3", "connect_timeout is not read", "set Gateway:Store:CommandTimeout")]
    [InlineData("postgres://me@db/gateway?pgbouncer=true", "pgbouncer is not read", "set Gateway:Store:TransactionPool")]
    [InlineData("postgres://me@db/gateway#x", "it has a #", "%23")]
    [InlineData("postgres://me@db1,db2/gateway", "it is not a URL", "")]
    [InlineData("Host=db;Databaze=x", "the parameter databaze", "did you mean Database?")]
    [InlineData("Host=db;Port=many", "its port cannot be read", "")]
    [InlineData("Host=db;SSL Mode=verify", "its ssl mode cannot be read", "")]
    [InlineData("Host=db;Timeout=1", "timeout is not read", "set Gateway:Store:CommandTimeout")]
    [InlineData("Host=db;Maximum Pool Size=1", "maximum pool size is not read", "set Gateway:Store:MostConnections")]
    public void Validate_ParameterThatWouldNotCount_IsRefusedByName(string url, string names, string says)
    {
        var problem = new StoreOptions.Validator().Validate(null, new StoreOptions { Url = url }).FailureMessage!;

        Assert.StartsWith("Gateway:Store:Url is '…': ", problem, StringComparison.Ordinal);
        Assert.Contains(names, problem, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "Gateway:DataFolder")]
    [InlineData("nonsense", "", "Gateway:Store:Url")]
    [InlineData("Host=;Port=1", "", "Gateway:Store:Url")]
    [InlineData("Databaze=x", "", "Gateway:Store:Url")]
    public void Validate_BadAddress_NamesKeyAndNeverTheUrl(string url, string folder, string key)
    {
        var problem = new StoreOptions.Validator().Validate(null, new StoreOptions { Url = url, DataFolder = folder }).FailureMessage!;

        Assert.StartsWith($"{key} is '", problem);
        if (url.Length > 0) Assert.DoesNotContain(url, problem);
    }
}

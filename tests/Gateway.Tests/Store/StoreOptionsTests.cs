using EdgeRuntime.Gateway.Store;

namespace Gateway.Tests.Store;

public sealed class StoreOptionsTests
{
    [Fact]
    public void ConnectionString_Url_IsReadWholly()
    {
        var address = new StoreOptions { Url = "postgres://us%40er:p%3Aw@db.example:5433/gateway" }.ConnectionString();

        Assert.Equal(("db.example", 5433, "gateway", "us@er", "p:w"), (address.Host, address.Port, address.Database, address.Username, address.Password));
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

using EdgeRuntime.Device.Web.Serving;

namespace Device.Tests.Web.Serving;

public sealed class WebAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1", 8080, true)]
    [InlineData("localhost:0", "127.0.0.1", 0, true)]
    [InlineData("*:443", "0.0.0.0", 443, false)]
    [InlineData("[::1]:8080", "::1", 8080, true)]
    [InlineData("192.168.1.5:65535", "192.168.1.5", 65535, false)]
    public void Parse_Address_IsRead(string text, string host, int port, bool loopback)
    {
        var address = WebAddress.Parse(text).Value!;

        Assert.Equal((host, port, loopback), (address.Host.ToString(), address.Port, address.IsLoopback));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData(":8080")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("::1:8080")]
    [InlineData("glasses.example:80")]
    [InlineData("[127.0.0.1:80")]
    public void Parse_AnythingElse_IsNamed(string text) => Assert.Equal("http-address-wrong", WebAddress.Parse(text).Failure?.Code);
}

using System.Net;
using EdgeRuntime.Device.Web.Serving;

namespace Device.Tests.Web.Serving;

public sealed class MachineNamesTests
{
    private static readonly IPAddress[] Both = [IPAddress.Parse("fd00::2"), IPAddress.Parse("192.168.1.5")];

    [Theory]
    [InlineData("0.0.0.0", "192.168.1.5")] // nobody reaches an IPv6 address there
    [InlineData("::", "[fd00::2]")]
    public void Nearest_AnyAddress_IsOneThatIsListenedAt(string listening, string expected) =>
        Assert.Equal(expected, MachineNames.Nearest(IPAddress.Parse(listening), Both));

    [Fact]
    public void Nearest_NoneOfItsKind_IsTheMachinesName() =>
        Assert.Equal(Dns.GetHostName(), MachineNames.Nearest(IPAddress.Any, [IPAddress.Parse("fd00::2")]));
}

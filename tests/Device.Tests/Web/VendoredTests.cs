using TestKit;

namespace Device.Tests.Web;

public sealed class VendoredTests
{
    [NodeFact("mqtt")]
    public void Mqtt_FileOfThePages_IsThatOfThePackage() => Assert.Equal(
        File.ReadAllBytes(Path.Combine(NodePeer.Modules, "mqtt", "dist", "mqtt.esm.js")),
        File.ReadAllBytes(Repository.PathOf("src", "EdgeRuntime.Device", "Web", "Pages", "vendor", "mqtt-5.16.0.js")));
}

using EdgeRuntime.Device.Web.Serving;

namespace Device.Tests.Web;

/// <summary>A fact that reaches this machine through an address of its network, skipped by name where it has none.</summary>
public sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute() =>
        Skip = MachineNames.Addresses().Any(AuthorityExtensions.IsPrivate) ? null : "this machine has no address in a private network";
}

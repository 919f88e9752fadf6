using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace EdgeRuntime.Device.Web;

/// <summary>Names and addresses by which this machine is reached in its network.</summary>
internal static class MachineNames
{
    /// <summary>All of them, those for itself included; IPv6 addresses in brackets.</summary>
    public static IReadOnlyList<string> All() =>
        [.. RequestGuard.Loopback, Dns.GetHostName(), $"{Dns.GetHostName()}.local", .. Addresses().Select(Bracketed)];

    /// <summary>The address that another machine most likely reaches: the first one of an interface that is up.</summary>
    public static string Nearest() => Addresses().FirstOrDefault()?.ToString() ?? Dns.GetHostName();

    /// <summary>Addresses of interfaces that are up, IPv4 first; none of the machine itself.</summary>
    public static IReadOnlyList<IPAddress> Addresses() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)];

    private static string Bracketed(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}

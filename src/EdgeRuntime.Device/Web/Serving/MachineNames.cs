using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>Names and addresses by which this machine is reached in its network.</summary>
internal static class MachineNames
{
    /// <summary>All of them, those for itself included; IPv6 addresses in brackets.</summary>
    public static IReadOnlyList<string> All() =>
        [.. RequestGuard.Loopback, Dns.GetHostName(), $"{Dns.GetHostName()}.local", .. Addresses().Select(Bracketed)];

    /// <summary>The address that another machine most likely reaches, as it stands in the address of a page.</summary>
    /// <param name="listening">Where the pages are served: at 0.0.0.0 nobody reaches an IPv6 address.</param>
    public static string Nearest(IPAddress listening) => Nearest(listening, Addresses());

    /// <inheritdoc cref="Nearest(IPAddress)"/>
    public static string Nearest(IPAddress listening, IEnumerable<IPAddress> addresses) =>
        addresses.FirstOrDefault(
            address => listening.Equals(IPAddress.IPv6Any) || address.AddressFamily == listening.AddressFamily) is { } address
            ? Bracketed(address)
            : Dns.GetHostName();

    /// <summary>Addresses of interfaces that are up, those of private networks first, then IPv4; none of the machine itself.</summary>
    public static IReadOnlyList<IPAddress> Addresses() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
            .OrderBy(address => AuthorityExtensions.IsPrivate(address) ? 0 : 1)
            .ThenBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)];

    /// <summary>An address as it stands in the address of a page.</summary>
    public static string Bracketed(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}

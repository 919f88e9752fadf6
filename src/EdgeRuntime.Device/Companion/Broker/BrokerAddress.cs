using System.Globalization;
using System.Net;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>How the place of a broker is written: an address of this machine to listen at, or that of a broker elsewhere.</summary>
internal static class BrokerAddress
{
    /// <summary>Whether it is either, without a password, which every user of this machine would see.</summary>
    public static bool IsUsable(string text) => IsEndPoint(text) || (ForeignBrokerOptions.IsAddress(text) && !HasPassword(text));

    /// <summary>Whether it is an address of this machine with a port. An address alone would be read as one with port 0, and a number
    /// alone as an address: 99999 is 0.1.134.159.</summary>
    public static bool IsEndPoint(string text) =>
        IPEndPoint.TryParse(text, out var read)
        && text.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{read.Port}"), StringComparison.Ordinal)
        && (text[0] == '[' || text.AsSpan(0, text.LastIndexOf(':')).Count('.') == 3);

    /// <summary>Whether the address of a broker elsewhere holds a password.</summary>
    public static bool HasPassword(string address) => new Uri(address).UserInfo.Contains(':', StringComparison.Ordinal);

    /// <summary>Whether a phone's page can reach a broker there: plain only where a browser takes the page itself for secure without
    /// TLS.</summary>
    public static bool IsForPages(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == "wss"
            || (address.Scheme == "ws" && IPAddress.TryParse(address.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));
}

using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>Extensions of certificates that say for which names they are good.</summary>
internal static class AuthorityExtensions
{
    // Networks that nobody reaches from outside: RFC 1918, RFC 3927, RFC 6598, loopback; RFC 4193 and RFC 4291 for IPv6.
    private static readonly string[] PrivateNetworks =
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "fe80::/10",
            "::1/128"];
    private static readonly string[] PrivateDomains = ["local", "localhost"];

    /// <summary>For an authority: it may sign for private networks and <c>.local</c> names, and for nothing else.</summary>
    public static X509Extension PrivateNamesOnly()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        var permitted = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        using (writer.PushSequence())
        using (writer.PushSequence(permitted))
        {
            foreach (var domain in PrivateDomains) Subtree(writer, 2, Encoding.ASCII.GetBytes(domain));
            foreach (var network in PrivateNetworks) Subtree(writer, 7, Bytes(IPNetwork.Parse(network)));
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }

    /// <summary>For a server: its names and addresses; those an authority of ours may not sign for are left out.</summary>
    public static X509Extension Names(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name.Trim('[', ']'), out var address))
            {
                if (IsPrivate(address)) builder.AddIpAddress(address);
            }
            else if (PrivateDomains.Any(domain => name == domain || name.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase)))
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    /// <summary>True for an address that lies in a private network.</summary>
    public static bool IsPrivate(IPAddress address) => PrivateNetworks.Any(network => IPNetwork.Parse(network).Contains(address));

    private static void Subtree(AsnWriter writer, int kind, byte[] name)
    {
        using (writer.PushSequence()) writer.WriteOctetString(name, new Asn1Tag(TagClass.ContextSpecific, kind));
    }

    // An address and its mask, one after the other.
    private static byte[] Bytes(IPNetwork network)
    {
        var address = network.BaseAddress.GetAddressBytes();
        var mask = new byte[address.Length];
        for (var bit = 0; bit < network.PrefixLength; bit++) mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return [.. address, .. mask];
    }
}

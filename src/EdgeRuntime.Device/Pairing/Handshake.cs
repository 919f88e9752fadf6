using EdgeRuntime.Contracts.Pairing;

namespace EdgeRuntime.Device.Pairing;

/// <summary>The glasses' side of the handshake that begins a connection.</summary>
internal static class Handshake
{
    /// <summary>Answers a hello: the welcome and the session it begins; null for a hello that does not prove the bond.</summary>
    /// <param name="glasses">Id of the glasses.</param>
    /// <param name="bond">The bond it claims.</param>
    /// <param name="hello">The phone's message.</param>
    public static (LinkMessage Welcome, SecureSession Session)? Answer(string glasses, Bond bond, LinkMessage hello)
    {
        if (hello is not { Type: LinkMessage.Hello, Session.Length: PhoneProtocol.SessionBytes, Key.Length: PhoneProtocol.KeyBytes })
        {
            return null;
        }

        var keys = new SessionKeys(glasses, bond.Id, bond.Key, hello.Session, hello.Key);
        if (!LengthPrefixed.Same(hello.Mac, keys.HelloMac())) return null;
        using var own = AgreementKey.Create();
        if (own.Agree(hello.Key) is not { } shared) return null;
        var (up, down) = keys.Frames(own.Public, shared);
        var welcome = new LinkMessage
        {
            Type = LinkMessage.Welcome,
            Session = hello.Session,
            Key = own.Public,
            Mac = keys.WelcomeMac(own.Public),
        };
        return (welcome, new SecureSession(hello.Session, sealing: down, opening: up));
    }
}

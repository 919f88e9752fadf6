using System.Security.Cryptography;
using System.Text;
using EdgeRuntime.Contracts.Pairing;
using EdgeRuntime.Device.Pairing;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Who may connect, and which topics are whose: a paired phone has those of its bond, any other the two of its own pairing
/// session, and all may read what the glasses say about themselves. Nothing else is anybody's.</summary>
/// <param name="bonds">Know which phones are paired.</param>
internal sealed class BrokerAccess(BondBook bonds)
{
    private const string UnpairedPrefix = "pair-";
    private const string PairedPrefix = "phone-";
    private const int LongestClientId = 64;

    /// <summary>Who a client is; null where it may not come in.</summary>
    public BrokerClient? Admit(string? clientId, string? userName, byte[]? password)
    {
        if (clientId is null || clientId.Length > LongestClientId) return null;
        return string.IsNullOrEmpty(userName) ? Unpaired(clientId) : Paired(clientId, userName, password);
    }

    /// <summary>Whether a client may write to a topic.</summary>
    public bool MayPublish(BrokerClient client, string topic) => client switch
    {
        { Bond: { } bond } => topic == PhoneTopics.BondUp(bonds.Glasses, bond) && bonds.Find(bond) is not null,
        { Session: { } session } => topic == PhoneTopics.PairUp(bonds.Glasses, session),
        _ => false,
    };

    /// <summary>Whether a client may read a topic.</summary>
    public bool MaySubscribe(BrokerClient client, string filter) =>
        filter == PhoneTopics.EveryAbout || filter == PhoneTopics.About(bonds.Glasses) || client switch
        {
            { Bond: { } bond } => filter == PhoneTopics.BondDown(bonds.Glasses, bond) && bonds.Find(bond) is not null,
            { Session: { } session } => filter == PhoneTopics.PairDown(bonds.Glasses, session),
            _ => false,
        };

    private static BrokerClient? Unpaired(string clientId)
    {
        var session = clientId.StartsWith(UnpairedPrefix, StringComparison.Ordinal) ? clientId[UnpairedPrefix.Length..] : "";
        return session.Length == PhoneProtocol.PairSessionDigits && session.All(char.IsAsciiHexDigitLower)
            ? new BrokerClient(null, session)
            : null;
    }

    private BrokerClient? Paired(string clientId, string userName, byte[]? password)
    {
        // An unknown bond costs as much time as a wrong password.
        var bond = bonds.Find(userName);
        var expected = Encoding.ASCII.GetBytes(
            (bond ?? new Bond("", "", new byte[PhoneProtocol.SecretBytes], default, default)).BrokerPassword());
        var proved = password is not null && CryptographicOperations.FixedTimeEquals(password, expected);
        return proved && bond is not null && clientId.StartsWith($"{PairedPrefix}{bond.Id}-", StringComparison.Ordinal)
            ? new BrokerClient(bond.Id, null)
            : null;
    }
}

using System.Net;
using System.Net.Sockets;

namespace EdgeRuntime.Device.Companion.Broker;

/// <summary>Room for connections that have not shown yet who they are. Where there is none left, one gives its place to the newcomer:
/// of those that have not said a byte and those that have, whichever are more, the one that has been silent for longest.
/// So nobody keeps a phone out by being there, neither in silence nor with half a word,
/// and one that goes on with what it has to say is not cut for those that do not. Whoever has shown who they are is settled: counted
/// elsewhere, and never cut for a stranger. Safe for many threads.</summary>
/// <param name="tally">Counts whom it cut.</param>
internal sealed class ConnectionGate(BrokerOptions options, BrokerTally tally)
{
    private const int HomeBytes = 8; // of an IPv6 address: a home has 2^64 of them (RFC 6177)

    private readonly Lock _lock = new();
    private readonly LinkedList<ConnectionPass> _waiting = []; // in the order in which they came, or said something last

    /// <summary>Takes a connection in.</summary>
    /// <param name="from">Where it comes from, if known.</param>
    /// <param name="cut">Ends it at once; called at most once, from any thread.</param>
    public ConnectionPass Enter(IPAddress? from, Action cut)
    {
        var pass = new ConnectionPass(this, Home(from), cut);
        ConnectionPass? given;
        lock (_lock)
        {
            var ofHome = _waiting.Count(other => other.Home.Equals(pass.Home));
            given = ofHome >= options.MaxWaitingPerAddress ? Idlest_NeedsLock(other => other.Home.Equals(pass.Home))
                : _waiting.Count >= options.MaxWaiting ? Idlest_NeedsLock(_ => true) : null;
            if (given is not null) _waiting.Remove(given);
            _waiting.AddLast(pass);
        }

        if (given is not null)
        {
            tally.Refused("too-many-connections");
            given.Cut();
        }

        return pass;
    }

    /// <summary>Takes a connection out of those that wait; false where it was cut before.</summary>
    public bool Leave(ConnectionPass pass)
    {
        lock (_lock) return _waiting.Remove(pass);
    }

    /// <summary>A connection has said something: it is cut after all that have been silent since.</summary>
    public void Touch(ConnectionPass pass)
    {
        lock (_lock)
        {
            if (_waiting.Remove(pass)) _waiting.AddLast(pass);
        }
    }

    private ConnectionPass Idlest_NeedsLock(Func<ConnectionPass, bool> applies)
    {
        ConnectionPass[] all = [.. _waiting.Where(applies)];
        ConnectionPass[] silent = [.. all.Where(pass => !pass.IsHeard)];
        return 2 * silent.Length >= all.Length ? silent[0] : all.First(pass => pass.IsHeard);
    }

    private static IPAddress Home(IPAddress? from) => from switch
    {
        null => IPAddress.None,
        { IsIPv4MappedToIPv6: true } => from.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6 } =>
            new IPAddress([.. from.GetAddressBytes().AsSpan(0, HomeBytes), .. new byte[HomeBytes]]),
        _ => from,
    };
}

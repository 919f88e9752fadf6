using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.History;

/// <summary>What was said before in a session, which belongs to its device unless the tenant shares sessions. Only texts; pictures and
/// sound are never kept. Safe for several threads.</summary>
public interface ISessionHistory
{
    /// <summary>Messages of a session of this device, oldest first; empty when there are none or they have expired.</summary>
    ValueTask<Outcome<IReadOnlyList<ChatMessage>>> LoadAsync(Caller caller, string sessionId, CancellationToken cancellationToken);

    /// <summary>Adds the messages of one turn, all or none; none when the session was forgotten since the turn began,
    /// on whichever gateway, or when another one has taken the turn over.</summary>
    /// <param name="caller">Whose session.</param>
    /// <param name="sessionId">Id of the session, as the device knows it.</param>
    /// <param name="reservation">Of the turn: which try it is, and when it began by the store's clock.</param>
    /// <param name="turn">What was said in it, in order.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    ValueTask<Failure?> AppendAsync(
        Caller caller, string sessionId, Reservation reservation, IReadOnlyList<ChatMessage> turn, CancellationToken cancellationToken);

    /// <summary>Deletes a session, also from the store's files; a key of the tenant itself deletes it for all devices.
    /// False when there was nothing.</summary>
    ValueTask<Outcome<bool>> ForgetAsync(Caller caller, string sessionId, CancellationToken cancellationToken);
}

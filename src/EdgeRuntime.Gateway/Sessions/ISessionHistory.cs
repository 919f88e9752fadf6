using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions;

/// <summary>What was said before in a session. Only texts; pictures and sound are never kept. Safe for several threads.</summary>
public interface ISessionHistory
{
    /// <summary>Messages of a session of this tenant, oldest first; empty when there are none or they have expired.</summary>
    ValueTask<Outcome<IReadOnlyList<ChatMessage>>> LoadAsync(Caller caller, string sessionId, CancellationToken cancellationToken);

    /// <summary>Adds the messages of one turn, all or none.</summary>
    ValueTask<Failure?> AppendAsync(Caller caller, string sessionId, IReadOnlyList<ChatMessage> turn, CancellationToken cancellationToken);

    /// <summary>Deletes a session; false when there was none.</summary>
    ValueTask<Outcome<bool>> ForgetAsync(Caller caller, string sessionId, CancellationToken cancellationToken);
}

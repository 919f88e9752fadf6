using System.Collections.Concurrent;
using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Ledger;
using EdgeRuntime.Gateway.Sessions.History;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace Gateway.Tests.Fakes;

internal sealed class FakeHistory : ISessionHistory
{
    public ConcurrentDictionary<string, ChatMessage[]> Sessions { get; } = new();

    public ValueTask<Outcome<IReadOnlyList<ChatMessage>>> LoadAsync(Caller caller, string sessionId, CancellationToken cancellationToken)
    {
        var found = Sessions.GetValueOrDefault(caller.TenantId + "/" + sessionId, []);
        return new((Outcome<IReadOnlyList<ChatMessage>>)found);
    }

    public ValueTask<Failure?> AppendAsync(
        Caller caller, string sessionId, Reservation reservation, IReadOnlyList<ChatMessage> turn, CancellationToken cancellationToken)
    {
        Sessions.AddOrUpdate(caller.TenantId + "/" + sessionId, _ => [.. turn], (_, old) => [.. old, .. turn]);
        return new((Failure?)null);
    }

    public ValueTask<Outcome<bool>> ForgetAsync(Caller caller, string sessionId, CancellationToken cancellationToken) =>
        new(Sessions.TryRemove(caller.TenantId + "/" + sessionId, out _));
}

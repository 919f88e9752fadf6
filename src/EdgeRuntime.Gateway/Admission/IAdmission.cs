using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Tenants;

namespace EdgeRuntime.Gateway.Admission;

/// <summary>Decides who may begin: limits per tenant and in all, a bounded queue that knows deadlines and is fair between tenants. Safe
/// for several threads.</summary>
public interface IAdmission
{
    /// <summary>Waits for a place. Failures, each with a retry hint: <c>rate-limited</c>, <c>tokens-limited</c>, <c>too-many-turns</c>,
    /// <c>overloaded</c>, <c>deadline-too-short</c>.</summary>
    /// <param name="caller">Its tenant's limits count.</param>
    /// <param name="tokens">Tokens the turn may use, for the limit per minute.</param>
    /// <param name="priority">What is shed first.</param>
    /// <param name="deadline">When the answer must be there.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>The place; dispose it when the turn is over.</returns>
    ValueTask<Outcome<IAdmissionPlace>> EnterAsync(
        Caller caller, int tokens, Priority priority, Deadline deadline, CancellationToken cancellationToken);
}

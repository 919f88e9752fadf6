namespace EdgeRuntime.Gateway.Tenants;

/// <summary>Knows tenants and their keys. Safe for several threads.</summary>
public interface ITenantDirectory
{
    /// <summary>The caller behind a key. Failures: <c>key-unknown</c>, <c>key-expired</c>,
    /// <c>key-revoked</c>, <c>tenant-suspended</c>.</summary>
    /// <param name="key">The secret as it was sent.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    ValueTask<Outcome<Caller>> AuthenticateAsync(string key, CancellationToken cancellationToken);

    /// <summary>Which of these keys are refused by now, and why: <c>key-revoked</c>, <c>key-expired</c>, <c>tenant-suspended</c>. Fails
    /// with <c>store-unavailable</c>.</summary>
    /// <param name="keyIds">Public names.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    ValueTask<Outcome<IReadOnlyDictionary<string, Failure>>> RefusedAsync(
        IReadOnlyCollection<string> keyIds, CancellationToken cancellationToken);
}

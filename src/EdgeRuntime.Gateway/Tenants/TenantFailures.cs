using EdgeRuntime.Contracts.V1;

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>The ways out of authentication and of the operator's commands.</summary>
internal static class TenantFailures
{
    public static Failure KeyUnknown { get; } = new(
        "key-unknown", "The key is not known.", "Send 'authorization: Bearer KEY' with a key that the operator made.", Blame.Client);

    public static Failure KeyExpired { get; } = new("key-expired", "The key has expired.", "Ask the operator for a new key.", Blame.Tenant);

    public static Failure KeyRevoked { get; } = new("key-revoked", "The key was revoked.", "Ask the operator for a new key.", Blame.Tenant);

    public static Failure TenantSuspended { get; } = new("tenant-suspended", "The tenant is suspended.", "Ask the operator.", Blame.Tenant);

    public static Failure TenantUnknown(string id) =>
        new("tenant-unknown", $"There is no tenant '{id}'.", "See edge-gateway tenants list.", Blame.Client);

    public static Failure TenantExists(string id) =>
        new("tenant-exists", $"There is a tenant '{id}' already.", "Choose another id, or change it with edge-gateway tenants set.",
            Blame.Client);

    public static Failure NoSuchKey(string id) =>
        new("key-unknown", $"There is no key '{id}'.", "See edge-gateway keys list.", Blame.Client);

    public static Failure BadId(string what, string id, string rule) =>
        new("id-wrong", $"'{id}' cannot be the id of a {what}.", $"Use {rule}.", Blame.Client);

    public static Failure SettingWrong(string sentence, string fix) => new("setting-wrong", sentence, fix, Blame.Client);
}

namespace EdgeRuntime.Gateway.Tenants;

/// <summary>A tenant as it is stored.</summary>
/// <param name="Id">Public name.</param>
/// <param name="Name">For people.</param>
/// <param name="Settings">What the operator has set, the budget included.</param>
/// <param name="Suspended">True when its keys are refused.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record TenantRow(string Id, string Name, TenantSettings Settings, bool Suspended, DateTimeOffset CreatedAt);

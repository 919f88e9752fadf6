namespace EdgeRuntime.Device.Cloud;

/// <summary>An account as it stands in its file.</summary>
/// <param name="Address">Address of the gateway.</param>
/// <param name="Key">Credential.</param>
/// <param name="Pin">Pin; null without one.</param>
internal sealed record CloudAccountRow(string Address, string Key, string? Pin);

namespace EdgeRuntime.Device.Cloud.Local;

/// <summary>The line that <c>edge-gateway serve --ready-json</c> prints when it takes calls.</summary>
/// <param name="Address">URL that it listens at.</param>
/// <param name="Pin">SHA-256 of its certificate.</param>
/// <param name="Key">Key of the development tenant.</param>
internal sealed record LocalGatewayReady(string Address, string? Pin, string Key);

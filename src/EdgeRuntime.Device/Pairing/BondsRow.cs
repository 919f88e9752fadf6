namespace EdgeRuntime.Device.Pairing;

/// <summary>The file of the bonds.</summary>
/// <param name="Version">Layout, 1.</param>
/// <param name="Glasses">Id of the glasses.</param>
/// <param name="Name">What the glasses are called, for people.</param>
/// <param name="Bonds">The bonds, oldest first.</param>
internal sealed record BondsRow(int Version, string Glasses, string Name, IReadOnlyList<Bond> Bonds);

namespace EdgeRuntime.Contracts.Pairing;

/// <summary>What the glasses tell everybody on the broker, retained, as JSON.</summary>
/// <param name="Protocol">Protocol they speak.</param>
/// <param name="Glasses">Their id.</param>
/// <param name="Name">Their name, for people.</param>
/// <param name="Pairing">True while a pairing window is open.</param>
public sealed record AboutMessage(int Protocol, string Glasses, string Name, bool Pairing);

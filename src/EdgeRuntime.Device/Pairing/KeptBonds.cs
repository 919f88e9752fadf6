using EdgeRuntime.Assistant;

namespace EdgeRuntime.Device.Pairing;

/// <summary>What the file of the bonds holds.</summary>
/// <param name="Row">What could be read; null where there is nothing yet, or nothing that could.</param>
/// <param name="Damage">What could not; null where all could.</param>
internal sealed record KeptBonds(BondsRow? Row, Failure? Damage);

namespace EdgeRuntime.Gateway.Ledger.Prices;

/// <summary>Amounts of everything that has a price.</summary>
/// <param name="InputTokens">Tokens sent to the model.</param>
/// <param name="OutputTokens">Tokens it answered with.</param>
/// <param name="AudioInputMs">Milliseconds of sound heard.</param>
/// <param name="AudioOutputMs">Milliseconds of speech made.</param>
/// <param name="Images">Pictures looked at.</param>
public readonly record struct Amounts(long InputTokens, long OutputTokens, long AudioInputMs = 0, long AudioOutputMs = 0, long Images = 0);

namespace EdgeRuntime.Gateway.Guardrails;

/// <summary>What a run of digits touches. A number that touches a letter of a script with spaces is more often a part of a name, so it has
/// to be surer: a card of a network, or a phone number with its country or in several groups.</summary>
/// <param name="Before">A letter stands at once before the first group.</param>
/// <param name="Behind">A letter stands at once behind the last.</param>
/// <param name="IsTime">A colon stands before the first group.</param>
internal readonly record struct NumberGlue(bool Before = false, bool Behind = false, bool IsTime = false);

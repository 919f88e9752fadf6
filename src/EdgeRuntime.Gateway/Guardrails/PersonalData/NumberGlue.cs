namespace EdgeRuntime.Gateway.Guardrails.PersonalData;

/// <summary>What a run of digits touches. A number that touches a letter is more often a part of a name or counts something, so it has to
/// be surer: a card of a network; a phone number with its country or its zero, or in several groups.</summary>
/// <param name="Before">What stands at once before the first group.</param>
/// <param name="Behind">What stands at once behind the last.</param>
/// <param name="IsTime">A colon stands before the first group, as before seconds.</param>
internal readonly record struct NumberGlue(Touch Before = Touch.Nothing, Touch Behind = Touch.Nothing, bool IsTime = false);

namespace EdgeRuntime.Assistant.Hardware;

/// <summary>What the phone is asked to do.</summary>
/// <param name="Contact">Whom it concerns; null where nobody.</param>
/// <param name="Text">Words of a message; null without.</param>
public sealed record PhoneRequest(PhoneAction Action, string? Contact = null, string? Text = null);

namespace EdgeRuntime.Contracts.Companion;

/// <summary>A message that the phone is to send.</summary>
/// <param name="Contact">Name of the contact it goes to.</param>
public sealed record MessageBody(string Contact, string Text);

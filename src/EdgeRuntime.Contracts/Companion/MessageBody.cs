namespace EdgeRuntime.Contracts.Companion;

/// <summary>A message that the phone is to send.</summary>
/// <param name="Contact">To whom.</param>
/// <param name="Text">Its words.</param>
public sealed record MessageBody(string Contact, string Text);

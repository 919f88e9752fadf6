namespace EdgeRuntime.Device.Companion;

/// <summary>What a person has to do at the glasses for everything to be erased.</summary>
/// <param name="HowTo">The same in words.</param>
/// <param name="Window">How long the glasses wait for it.</param>
public sealed record ResetInvitation(string HowTo, TimeSpan Window);

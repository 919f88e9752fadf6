namespace EdgeRuntime.Assistant.Hardware;

/// <summary>A message that came in on the phone.</summary>
/// <param name="From">Who sent it.</param>
public sealed record PhoneMessage(string From, string Text)
{
    /// <summary>Bond of the phone it came from; null where there is none.</summary>
    public string? Bond { get; init; }
}

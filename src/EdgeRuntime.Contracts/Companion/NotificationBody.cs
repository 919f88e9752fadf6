namespace EdgeRuntime.Contracts.Companion;

/// <summary>Something that came in on the phone and is read aloud.</summary>
/// <param name="App">Name of the app.</param>
/// <param name="At">When it came.</param>
/// <param name="From">Whom it is from; null where nobody.</param>
public sealed record NotificationBody(string App, string Text, DateTimeOffset At, string? From = null);

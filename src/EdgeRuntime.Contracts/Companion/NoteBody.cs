namespace EdgeRuntime.Contracts.Companion;

/// <summary>A note that was taken.</summary>
/// <param name="Id">Its number on the glasses.</param>
/// <param name="At">When it was taken.</param>
public sealed record NoteBody(int Id, string Text, DateTimeOffset At);

namespace EdgeRuntime.Contracts.Companion;

/// <summary>A note that was taken.</summary>
/// <param name="Id">Its number on the glasses.</param>
/// <param name="Text">Its words.</param>
/// <param name="At">When.</param>
public sealed record NoteBody(int Id, string Text, DateTimeOffset At);

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Something the wearer wanted kept.</summary>
/// <param name="Id">Number of the note, unique in the document.</param>
/// <param name="Created">When it was taken.</param>
public sealed record Note(int Id, string Text, DateTimeOffset Created);

namespace EdgeRuntime.Assistant.Tools;

/// <summary>An intent whose work lies beyond the glasses.</summary>
/// <param name="Name">Name of the intent.</param>
/// <param name="What">What it is, as the beginning of the sentence "… needs the cloud".</param>
public sealed record CloudTask(string Name, string What)
{
    /// <summary>True when it is about what the wearer sees: one picture goes along.</summary>
    public bool NeedsPicture { get; init; }
}

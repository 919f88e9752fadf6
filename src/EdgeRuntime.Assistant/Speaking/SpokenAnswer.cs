namespace EdgeRuntime.Assistant.Speaking;

/// <summary>How an answer reached the wearer.</summary>
/// <param name="Means">What gave it out: <c>flite</c>, <c>espeak-ng</c>, <c>print</c>.</param>
/// <param name="FirstSound">Time from the call to the first sound or character.</param>
/// <param name="Length">Length of the sound; zero where none was made.</param>
public sealed record SpokenAnswer(string Means, TimeSpan FirstSound, TimeSpan Length)
{
    /// <summary>Nobody could hear it, as with a page that is closed.</summary>
    public static SpokenAnswer Unheard { get; } = new("none", TimeSpan.Zero, TimeSpan.Zero);
}

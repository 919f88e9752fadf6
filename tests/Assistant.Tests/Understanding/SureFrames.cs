using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace Assistant.Tests.Understanding;

/// <summary>What an acoustic model would say of phones that it is sure of.</summary>
internal static class SureFrames
{
    /// <summary>A frame of logits, [40], per symbol.</summary>
    public static float[][] Of(string symbols) => [.. symbols.Split(' ').Select(symbol =>
    {
        var frame = new float[Phones.Count];
        frame[Phones.IdOf(symbol)] = 20;
        return frame;
    })];
}

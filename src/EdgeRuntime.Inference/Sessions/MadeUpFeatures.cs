namespace EdgeRuntime.Inference.Sessions;

/// <summary>Features that no microphone gave, the same at every call.</summary>
internal static class MadeUpFeatures
{
    /// <summary>Fills all with numbers from -1 to 1.</summary>
    public static void Fill(Span<float> features)
    {
        var random = new Random(1);
        foreach (ref var feature in features) feature = random.NextSingle() * 2 - 1;
    }
}

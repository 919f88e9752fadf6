namespace EdgeRuntime.Assistant.Understanding.Triphones;

/// <summary>What paths through a GMM-HMM pay besides their densities, in nats; as <c>models/training/expert_search.py</c> has it.</summary>
internal static class HmmCosts
{
    /// <summary>Of every silence but the first.</summary>
    public const float Silence = 35;

    /// <summary>Of every word but the first.</summary>
    public const float Word = 10;

    /// <summary>Of a frame that a noise takes where silence is.</summary>
    public const float Noise = 4;
}

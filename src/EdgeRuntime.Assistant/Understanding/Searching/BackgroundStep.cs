namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>Background scores up to the frame before and up to this one.</summary>
internal readonly record struct BackgroundStep(float Before, float After)
{
    /// <summary>What this frame added.</summary>
    public float Gain => After - Before;
}

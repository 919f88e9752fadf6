namespace EdgeRuntime.Assistant.Audio;

/// <summary>The loudest band of late: the mean of three frames, falling off slowly. Feed it forwards or backwards.</summary>
internal struct PeakFollower
{
    private float _last; // highest band of the frame before
    private float _beforeLast; // and of the one before that
    private bool _started;

    /// <summary>The peak after the last frame, in nat.</summary>
    public float Peak { get; private set; }

    /// <summary>Takes the highest band of the next frame in and gives the peak.</summary>
    public float Follow(float energy)
    {
        (_last, _beforeLast) = _started ? (_last, _beforeLast) : (energy, energy);
        _started = true;
        var smooth = (energy + _last + _beforeLast) / 3;
        Peak = MathF.Max(MathF.Max(smooth, Peak - FeatureScale.PeakDecay), FeatureScale.PeakMin);
        (_last, _beforeLast) = (energy, _last);
        return Peak;
    }
}

using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Feeds frames that come in any number to a model that wants a fixed number at a time.</summary>
internal sealed class SteppedModel
{
    private readonly IStreamingModel _model;
    private readonly float[] _pending; // [FramesPerStep, 80]
    private readonly float[] _outputs; // [OutputsPerStep, OutputSize]
    private int _filled;

    public SteppedModel(IStreamingModel model)
    {
        if (model.FramesPerStep != model.OutputsPerStep * AudioFormat.FramesPerOutput)
        {
            throw new ArgumentException(
                $"A model of {model.FramesPerStep} frames and {model.OutputsPerStep} outputs per step does not give one output per 40 ms.",
                nameof(model));
        }

        _model = model;
        _pending = new float[model.FramesPerStep * AudioFormat.Bands];
        _outputs = new float[model.OutputsPerStep * model.OutputSize];
    }

    /// <summary>Number of the first frame of the next step.</summary>
    public long NextFrame { get; private set; }

    /// <summary>Takes frames from the front of <paramref name="z"/> up to the end of one step.</summary>
    /// <param name="z">Normalised frames, [n, 80]; cut to what is left.</param>
    /// <param name="outputs">The step's logits, [OutputsPerStep, OutputSize], until the next call.</param>
    /// <returns>True when a step was made.</returns>
    public bool TryStep(ref ReadOnlySpan<float> z, out ReadOnlySpan<float> outputs)
    {
        var count = Math.Min(z.Length, _pending.Length - _filled);
        z[..count].CopyTo(_pending.AsSpan(_filled));
        z = z[count..];
        _filled += count;
        outputs = _outputs;
        if (_filled < _pending.Length)
        {
            return false;
        }

        _model.Step(_pending, _outputs);
        _filled = 0;
        NextFrame += _model.FramesPerStep;
        return true;
    }

    public void Reset()
    {
        _model.Reset();
        _filled = 0;
        NextFrame = 0;
    }

    public static float Probability(float logit) => 1 / (1 + MathF.Exp(-logit));
}

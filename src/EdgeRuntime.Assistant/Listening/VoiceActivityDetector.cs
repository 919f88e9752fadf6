using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Assistant.Listening;

/// <summary>Says of every 40 ms whether somebody speaks. One stream, one thread; allocates nothing per frame.</summary>
public sealed class VoiceActivityDetector
{
    private readonly SteppedModel _model;
    private SpeechGate _lock;

    /// <param name="model">One speech logit per 40 ms; stays with the caller.</param>
    /// <param name="options">Where speech begins and where it ends; copied.</param>
    /// <exception cref="ArgumentException">The model has another shape or the options do not validate.</exception>
    public VoiceActivityDetector(IStreamingModel model, VoiceActivityOptions options)
    {
        OptionFailures.ThrowIfWrong(options.Validate());
        if (model.OutputSize != 1)
        {
            throw new ArgumentException($"A voice activity model gives 1 number per 40 ms, not {model.OutputSize}.", nameof(model));
        }

        _model = new SteppedModel(model);
        _lock = new SpeechGate(options.SpeechOn, options.SpeechOff);
        FramesPerStep = model.FramesPerStep;
    }

    /// <summary>Frames that the model takes at a time; decisions come in groups of a quarter of that.</summary>
    public int FramesPerStep { get; }

    /// <summary>The latest decision; false before the first.</summary>
    public bool IsSpeech => _lock.IsOpen;

    /// <summary>Most decisions that <see cref="Push"/> returns for so many frames.</summary>
    public int MaxDecisions(int frames) => (frames + FramesPerStep - 1) / AudioFormat.FramesPerOutput;

    /// <summary>Takes frames in and decides about every 40 ms that the model has heard.</summary>
    /// <param name="z">Frames in order, [n, 80], by a <see cref="FeatureNormalizer"/> that runs on with the stream.</param>
    /// <param name="decisions">Room for <see cref="MaxDecisions"/>.</param>
    /// <returns>Decisions written.</returns>
    public int Push(ReadOnlySpan<float> z, Span<VoiceActivity> decisions)
    {
        var written = 0;
        while (!z.IsEmpty)
        {
            var frame = _model.NextFrame;
            if (!_model.TryStep(ref z, out var logits))
            {
                break;
            }

            foreach (var logit in logits)
            {
                var probability = SteppedModel.Probability(logit);
                frame += AudioFormat.FramesPerOutput;
                decisions[written++] = new VoiceActivity(frame, probability, _lock.Push(probability));
            }
        }

        return written;
    }

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        _model.Reset();
        _lock.Reset();
    }
}

using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>A window of sound as the acoustic model, and where there is one the second pass, hear it. One thread;
/// allocates nothing per window.</summary>
internal sealed class WakeWindow
{
    /// <summary>Lowest log-mel energy there is, ln(1e-6): stands in for what was not heard.</summary>
    private const float Silence = -13.815511f;

    private readonly IStreamingModel _acoustic;
    private readonly SecondPass? _second;
    private readonly FeatureNormalizer _normalizer;
    private readonly float[] _frames; // [Frames, 80], raw and then normalised
    private readonly float[] _logits; // [Outputs, 40]

    /// <summary>Makes room for a window, filled up to whole steps of the model.</summary>
    /// <param name="acoustic">Phone CTC model that nothing else runs at the same time.</param>
    /// <param name="second">Mixes in what the second pass hears; null to do without.</param>
    /// <param name="prior">Mean spectrum of speech, [80].</param>
    /// <param name="frames">Feature frames at least.</param>
    public WakeWindow(IStreamingModel acoustic, SecondPass? second, ReadOnlySpan<float> prior, int frames)
    {
        (_acoustic, _second, _normalizer) = (acoustic, second, new FeatureNormalizer(prior));
        var steps = (frames + acoustic.FramesPerStep - 1) / acoustic.FramesPerStep;
        _frames = new float[steps * acoustic.FramesPerStep * AudioFormat.Bands];
        _logits = new float[steps * acoustic.OutputsPerStep * acoustic.OutputSize];
        (Frames, Outputs) = (steps * acoustic.FramesPerStep, steps * acoustic.OutputsPerStep);
    }

    /// <summary>Feature frames of a window.</summary>
    public int Frames { get; }

    /// <summary>Acoustic outputs of a window.</summary>
    public int Outputs { get; }

    /// <summary>Listens to a window; silence stands before what is wanted of it or still kept, and after the last frame heard.</summary>
    /// <param name="begin">Number of the first frame; may lie before the stream.</param>
    /// <param name="from">First frame that is wanted.</param>
    /// <returns>Raw acoustic outputs, [<see cref="Outputs"/>, 40], valid until the next window.</returns>
    public ReadOnlySpan<float> Listen(FeatureHistory history, long begin, long from)
    {
        Fill(history, begin, from);
        _second?.Begin();
        _second?.KeepFrames(_frames);
        _acoustic.Reset();
        _normalizer.Reset();
        _normalizer.Process(_frames, _frames);
        var stepFeatures = _acoustic.FramesPerStep * AudioFormat.Bands;
        var stepLogits = _acoustic.OutputsPerStep * _acoustic.OutputSize;
        for (var i = 0; i * stepFeatures < _frames.Length; i++)
        {
            _acoustic.Step(_frames.AsSpan(i * stepFeatures, stepFeatures), _logits.AsSpan(i * stepLogits, stepLogits));
        }

        _second?.KeepLogits(_logits);
        return _second is not null && _second.TryRead(out var both) ? both : _logits;
    }

    private void Fill(FeatureHistory history, long begin, long from)
    {
        var first = Math.Max(Math.Max(history.FirstFrame, from), begin);
        var before = (int)Math.Min(first - begin, Frames) * AudioFormat.Bands;
        _frames.AsSpan(0, before).Fill(Silence);
        var heard = history.CopyTo(first, _frames.AsSpan(before), out _);
        _frames.AsSpan(before + (heard * AudioFormat.Bands)).Fill(Silence);
    }
}

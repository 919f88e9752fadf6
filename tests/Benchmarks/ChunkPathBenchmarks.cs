using BenchmarkDotNet.Attributes;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Speech;

namespace Benchmarks;

/// <summary>What runs on every chunk of sound. One operation is 40 ms of speech in chunks of 10 ms:
/// 400 µs would be 1 % of one core.</summary>
public class ChunkPathBenchmarks
{
    private const int ChunksPerOperation = 4;
    private readonly float[] _sound = Installed.Utterance();
    private readonly float[] _frames = new float[LogMelFrontEnd.MaxFrames(AudioFormat.SampleRateHz) * AudioFormat.Bands];
    private readonly float[] _z = new float[ChunksPerOperation * AudioFormat.Bands];
    private readonly LogMelFrontEnd _frontEnd = new();
    private readonly FeatureNormalizer _normalizer = new(Installed.Prior);
    private readonly StreamingModel _vad = Installed.Stream(ModelIds.Vad);
    private readonly StreamingModel _wake = Installed.Stream(ModelIds.Wake);
    private AlwaysOnListener _listener = null!;
    private float[] _vadOut = [], _wakeOut = [];
    private int _at;

    /// <summary>Makes the listener as <c>run</c> does.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var phrases = _wake.OutputNames.Select(phrase => new WakePhrase(phrase, 0.5f)).ToArray();
        _listener = new AlwaysOnListener(
            _vad, _wake, Installed.Prior, new ListenerOptions { WakeWord = new WakeWordOptions { Phrases = phrases } });
        _vadOut = new float[_vad.OutputsPerStep * _vad.OutputSize];
        _wakeOut = new float[_wake.OutputsPerStep * _wake.OutputSize];
    }

    /// <summary>The whole always-on path.</summary>
    [Benchmark(Baseline = true)]
    public int Listener()
    {
        var events = 0;
        for (var i = 0; i < ChunksPerOperation; i++)
        {
            events += _listener.Push(Next()).Length;
        }

        return events;
    }

    /// <summary>Its log-mel front end and normaliser alone.</summary>
    [Benchmark]
    public float FrontEnd()
    {
        for (var i = 0; i < ChunksPerOperation; i++)
        {
            var frames = _frontEnd.Process(Next(), _frames);
            _normalizer.Process(_frames.AsSpan(0, frames * AudioFormat.Bands), _z);
        }

        return _z[0];
    }

    /// <summary>Its voice activity model alone; a step may be longer than 40 ms,
    /// then this costs that many times less per operation.</summary>
    [Benchmark]
    public float VoiceActivityStep()
    {
        _vad.Step(_frames.AsSpan(0, _vad.FramesPerStep * AudioFormat.Bands), _vadOut);
        return _vadOut[0];
    }

    /// <summary>Its wake model alone.</summary>
    [Benchmark]
    public float WakeStep()
    {
        _wake.Step(_frames.AsSpan(0, _wake.FramesPerStep * AudioFormat.Bands), _wakeOut);
        return _wakeOut[0];
    }

    private ReadOnlySpan<float> Next()
    {
        _at = (_at + AudioFormat.HopSamples) % (_sound.Length - AudioFormat.HopSamples);
        return _sound.AsSpan(_at, AudioFormat.HopSamples);
    }
}

using BenchmarkDotNet.Attributes;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Speech;

namespace Benchmarks;

/// <summary>Understanding one spoken command of 2.46 s, one thread: the real-time factor is the time over 2.46 s.</summary>
public class DecoderBenchmarks
{
    private readonly float[] _frames = Installed.UtteranceFrames(); // [246, 80]
    private readonly StreamingModel _acoustic = Installed.Stream(ModelIds.Acoustic);
    private float[] _logits = []; // [60, 40]
    private PhoneGraph _graph = null!;
    private BeamDecoder _decoder = null!;
    private Recognizer _recognizer = null!;
    private Recognizer _firstPass = null!;

    /// <summary>Contacts beside the context of the glasses.</summary>
    [Params(0, 5000)]
    public int Contacts { get; set; }

    /// <summary>Compiles the context and hears the utterance once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _graph = Installed.Graph(Contacts);
        _decoder = new BeamDecoder(Installed.Decoding, Installed.Background);
        _recognizer = new Recognizer(_acoustic, Installed.Prior, Installed.Decoding, Installed.Background, Installed.Second());
        _firstPass = new Recognizer(_acoustic, Installed.Prior, Installed.Decoding, Installed.Background);
        _logits = Logits();
        var heard = Recognize();
        Console.WriteLine($"// {Contacts} contacts, {_graph.Size}, heard: {heard.Best?.Intent} at {heard.Confidence:0.00}");
    }

    /// <summary>Front end excluded: normaliser, acoustic model, decoder, background, second pass and verdict.</summary>
    [Benchmark(Baseline = true)]
    public Recognition Recognize() => RecognizeBy(_recognizer);

    /// <summary>The same without the second pass: what is heard while the wearer speaks.</summary>
    [Benchmark]
    public Recognition FirstPass() => RecognizeBy(_firstPass);

    /// <summary>The decoder alone, with its background.</summary>
    [Benchmark]
    public object Decode()
    {
        _decoder.Begin(_graph);
        for (var at = 0; at < _logits.Length; at += Phones.Count)
        {
            _decoder.Advance(_logits.AsSpan(at, Phones.Count));
        }

        return _decoder.Finish();
    }

    /// <summary>The acoustic model alone.</summary>
    [Benchmark]
    public float[] Logits()
    {
        var step = _acoustic.FramesPerStep * AudioFormat.Bands;
        var outputs = _acoustic.OutputsPerStep * _acoustic.OutputSize;
        var z = new float[_frames.Length];
        new FeatureNormalizer(Installed.Prior).Process(_frames, z);
        var logits = new float[_frames.Length / step * outputs];
        _acoustic.Reset();
        for (var i = 0; i < _frames.Length / step; i++)
        {
            _acoustic.Step(z.AsSpan(i * step, step), logits.AsSpan(i * outputs, outputs));
        }

        return logits;
    }

    private Recognition RecognizeBy(Recognizer recognizer)
    {
        recognizer.Begin(_graph);
        recognizer.Push(_frames);
        return recognizer.Finish();
    }
}

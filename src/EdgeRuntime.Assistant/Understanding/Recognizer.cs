using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Searching;
using EdgeRuntime.Assistant.Understanding.Triphones;
using EdgeRuntime.Assistant.Understanding.Weighing;

namespace EdgeRuntime.Assistant.Understanding;

/// <summary>Turns the sound of one utterance into a <see cref="Recognition"/>: normaliser, acoustic model, decoder and verdict,
/// and where there is a second pass, the same again over the whole. One utterance at a time, one thread;
/// hearing allocates nothing after the first utterance in a context.</summary>
public sealed class Recognizer
{
    /// <summary>Lowest log-mel energy there is, ln(1e-6): digital silence.</summary>
    private const float Silence = -13.815511f;

    private readonly IStreamingModel _acoustic;
    private readonly DecodingOptions _options;
    private readonly FeatureNormalizer _normalizer;
    private readonly BeamDecoder _decoder;
    private readonly SecondPass? _second;
    private readonly SecondOpinion? _opinion;
    private readonly Confidence _confidence;
    private readonly Confidence _inside;
    private readonly float[] _features; // [FramesPerStep, 80]
    private readonly float[] _logits; // [OutputsPerStep, 40]
    private int _filled; // numbers in _features
    private NeighbourSearch? _neighbours;
    private int[] _path = []; // what the arcs of the last reading of both passes say
    private int _heard; // numbers of log-mel since Begin, the silence at the end left out
    private PhoneGraph? _graph;

    /// <summary>Takes the model into use; the caller still owns and disposes it.</summary>
    /// <param name="acoustic">Phone CTC model with 40 outputs.</param>
    /// <param name="prior">Mean spectrum of speech, [80].</param>
    /// <param name="options">Settings that belong to the model.</param>
    /// <param name="background">What speech at large sounds like; null weighs against the free phone loop instead.</param>
    /// <param name="second">Reads a finished utterance again; null leaves it at the first reading.</param>
    /// <param name="expert">Has a second opinion on what both passes read; null leaves it at theirs.</param>
    public Recognizer(
        IStreamingModel acoustic,
        float[] prior,
        DecodingOptions options,
        BackgroundModel? background = null,
        SecondPass? second = null,
        TriphoneExpert? expert = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(acoustic.OutputSize, Phones.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(acoustic.OutputsPerStep * AudioFormat.FramesPerOutput, acoustic.FramesPerStep);
        (_acoustic, _options, _second) = (acoustic, options with { }, second);
        _opinion = second is null || expert is null || options.Expert.Most == 0 ? null : new SecondOpinion(expert, _options);
        _normalizer = new FeatureNormalizer(prior);
        _decoder = new BeamDecoder(options, background);
        (_confidence, _inside) = (new Confidence(options.Confidence), new Confidence(options.Inside));
        _features = new float[acoustic.FramesPerStep * AudioFormat.Bands];
        _logits = new float[acoustic.OutputsPerStep * acoustic.OutputSize];
    }

    /// <summary>What is believed so far.</summary>
    public Completeness Hint => _decoder.Hint();

    /// <summary>Begins an utterance in a context and forgets the one before.</summary>
    public void Begin(PhoneGraph graph)
    {
        _normalizer.Reset();
        _acoustic.Reset();
        _decoder.Begin(graph);
        _second?.Begin();
        (_graph, _filled, _heard, _path) = (graph, 0, 0, []);
    }

    /// <summary>Hears raw log-mel frames, [n, 80], any number.</summary>
    public void Push(ReadOnlySpan<float> rawLogMelFrames)
    {
        _heard += rawLogMelFrames.Length;
        Hear(rawLogMelFrames);
    }

    private void Hear(ReadOnlySpan<float> rawLogMelFrames)
    {
        _second?.KeepFrames(rawLogMelFrames);
        while (rawLogMelFrames.Length > 0)
        {
            var taken = Math.Min(rawLogMelFrames.Length, _features.Length - _filled);
            _normalizer.Process(rawLogMelFrames[..taken], _features.AsSpan(_filled, taken));
            rawLogMelFrames = rawLogMelFrames[taken..];
            _filled += taken;
            if (_filled == _features.Length)
                Step();
        }
    }

    /// <summary>Ends the utterance: a little silence lets the model say its last phone, then the best reading is judged,
    /// the second pass's where anything was said.</summary>
    public Recognition Finish()
    {
        Span<float> silence = stackalloc float[AudioFormat.Bands];
        silence.Fill(Silence);
        for (var frame = 0; frame < _options.FlushFrames * AudioFormat.FramesPerOutput || _filled > 0; frame++)
            Hear(silence);
        var first = _decoder.Finish();
        return Judge(_second is null || IsSilence(first) || !_second.TryRead(out var logits) ? first : ReadAgain(logits, first));
    }

    /// <summary>Readings near the one that <see cref="Finish"/> gave, itself too: those with one slot otherwise, the best first.
    /// Empty where the utterance was not read by both passes, or nothing fitted.</summary>
    public IReadOnlyList<Neighbour> Neighbours()
    {
        if (_second is null || _path.Length == 0) return [];
        if (_opinion is { Readings.Count: > 0 }) return _opinion.Readings;
        _neighbours ??= new NeighbourSearch(_options);
        return _neighbours.Read(_graph!, _second.Mixed, _path);
    }

    /// <summary>True when <see cref="Neighbours"/>, called last, found no room for all paths, so that some may be missing.</summary>
    public bool HasNeighboursLeftOut =>
        _path.Length > 0 && (_opinion is { Readings.Count: > 0 } ? _opinion.HasLeftOut : _neighbours is { LeftOut: > 0 });

    private DecodedSentence ReadAgain(ReadOnlySpan<float> logits, DecodedSentence first)
    {
        _decoder.Begin(_graph!);
        Advance(logits);
        var again = _decoder.Finish();
        _path = again.Path;
        var agrees = first.Best is not null && again.Best is not null && first.Best.MeansTheSameAs(again.Best);
        again = again with { Evidence = again.Evidence with { PassesAgree = agrees, First = FirstReading.From(first.Evidence) } };
        return _opinion is null ? again : _opinion.Weigh(_graph!, _second!.Frames[.._heard], _second.Mixed, again);
    }

    private void Step()
    {
        _acoustic.Step(_features, _logits);
        _filled = 0;
        _second?.KeepLogits(_logits);
        Advance(_logits);
    }

    private void Advance(ReadOnlySpan<float> logits)
    {
        for (var at = 0; at < logits.Length; at += Phones.Count)
            _decoder.Advance(logits.Slice(at, Phones.Count));
    }

    private Recognition Judge(DecodedSentence sentence)
    {
        var evidence = sentence.Evidence;
        var confidence = _confidence.Estimate(evidence);
        return new Recognition(
            sentence.Best,
            sentence.RunnerUp,
            confidence,
            evidence.PathScore,
            evidence.Margin,
            evidence.SpokenFrames,
            VerdictOf(sentence, confidence))
        {
            Evidence = evidence,
        };
    }

    private RecognitionVerdict VerdictOf(DecodedSentence sentence, double confidence) =>
        IsSilence(sentence) ? RecognitionVerdict.Silence
        : sentence.Best is null ? RecognitionVerdict.Rejected
        : confidence < _options.RejectBelow ? (IsWorthAsking(sentence) ? RecognitionVerdict.Ask : RecognitionVerdict.Rejected)
        : sentence.Evidence.Margin < _options.AskBelowMargin ? RecognitionVerdict.Ask
        : RecognitionVerdict.Accepted;

    private bool IsSilence(DecodedSentence sentence) => sentence.Evidence.FreeFrames < _options.MinSpokenFrames;

    private bool IsWorthAsking(DecodedSentence sentence) =>
        sentence.RunnerUp is not null && _options.AskFrom < 1 && _inside.Estimate(sentence.Evidence) >= _options.AskFrom;
}

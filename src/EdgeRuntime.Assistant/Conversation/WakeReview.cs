using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Listening;
using EdgeRuntime.Assistant.Understanding;

namespace EdgeRuntime.Assistant.Conversation;

/// <summary>Looks at a wake once more when nothing was understood after it, now with the sound well past the phrase: was it said at all, as
/// words of its own, and was anything said after it? At the wake itself only 160 ms of that are there, too little to tell "glass" from
/// "glasses". One thread.</summary>
public sealed class WakeReview
{
    /// <summary>Sound after a detection that is looked at, 1.2 s.</summary>
    private const int FramesAfter = WakeCheck.TailFrames + 120;

    /// <summary>Sound before a detection that is looked at, 2.24 s: the longest phrase, said slowly, and what stands before it.</summary>
    private const int FramesBefore = 224;

    /// <summary>Outputs with a phone that the recogniser hears of the phrase itself, 200 ms.</summary>
    private const int EndOfThePhrase = 5;

    private readonly WakeWindow _window;
    private readonly IReadOnlyList<PhraseBorders> _phrases;

    /// <summary>Takes models into use that nothing else runs at the same time; the caller still disposes them.</summary>
    /// <param name="acoustic">Phone CTC model.</param>
    /// <param name="second">Mixes in what the second pass hears; null to do without.</param>
    /// <param name="prior">Mean spectrum of speech, [80].</param>
    /// <param name="phrases">In the order of <see cref="WakeWordOptions.Phrases"/>.</param>
    public WakeReview(IStreamingModel acoustic, SecondPass? second, ReadOnlySpan<float> prior, IReadOnlyList<PhraseBorders> phrases) =>
        (_window, _phrases) = (new WakeWindow(acoustic, second, prior, FramesBefore + FramesAfter), phrases);

    /// <summary>Says whether the glasses were spoken to.</summary>
    /// <param name="history">The sound, to the end of the utterance.</param>
    /// <param name="heard">What came of the utterance.</param>
    public WakeReviewVerdict Review(FeatureHistory history, WakeDetection detection, Recognition heard)
    {
        if (heard.Verdict == RecognitionVerdict.Accepted) return new WakeReviewVerdict(null, null);
        if (IsNothing(heard)) return new WakeReviewVerdict(WakeReviewVerdict.Alone, null);
        var begin = detection.EndFrame - FramesBefore;
        if (begin < history.FirstFrame && history.FirstFrame > 0) return new WakeReviewVerdict(null, null); // no longer kept
        var logits = _window.Listen(history, begin, 0);
        var evidence = _phrases[detection.Phrase].Measure(logits, FramesBefore / AudioFormat.FramesPerOutput);
        return new WakeReviewVerdict(evidence.IsInside ? WakeReviewVerdict.Inside : null, evidence);
    }

    private static bool IsNothing(Recognition heard) =>
        heard.Verdict == RecognitionVerdict.Silence
            || heard is { Verdict: RecognitionVerdict.Rejected, Evidence.FreeFrames: <= EndOfThePhrase };
}

using EdgeRuntime.Assistant.Understanding.Pronouncing;
using EdgeRuntime.Assistant.Understanding.Weighing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The numbers that a confidence weighs: evidence, as far as more of it says more.
/// <c>models/training/confidence.py</c> computes the same ones, so a change here goes with a change there and a new fit.</summary>
internal static class ConfidenceMeasures
{
    private const double PathFloor = -6;
    private const double GapFloor = -30;
    private const double GapSumFloor = -40;
    private const double PhoneFloor = -10;
    private const double MarginCap = 1.5;
    private const double MarginSumCap = 15;
    private const double OverCap = 15;
    private const double OverPerPhoneCap = 3;
    private const double LogSentencesCap = 12;
    private const double ExpertMarginCap = 10;
    private const double ExpertOwnMarginCap = 60;
    private const double ExpertFitFloor = -10;
    private const double NetLossCap = 14;

    /// <summary>Their names in the settings, in order.</summary>
    public static readonly string[] Names =
    [
        "pathScore", "worstWord", "worstGap", "margin", "marginSum", "logFrames", "fewWords", "passesAgree",
        "over", "worstOver", "overPerPhone", "overSounds", "overSoundsPerPhone", "logSentences",
        "worstPhone", "badPhones", "framesPerPhone", "cover", "gaps", "phoneRatio", "spanRatio", "freeScore",
        "firstPathScore", "firstWorstWord", "firstWorstGap", "firstWorstPhone", "firstMargin", "firstOver", "firstOverSounds",
        "firstFreeScore",
        "expertAsked", "expertAgrees", "expertReadsTheSame", "expertMargin", "expertOwnMargin", "expertFit", "netLoss",
    ];

    /// <summary>Writes them for an utterance in which something was spoken.</summary>
    /// <param name="to">One place per name.</param>
    public static void Write(in RecognitionEvidence evidence, Span<double> to)
    {
        WriteFit(evidence, to);
        WriteBackground(evidence, to[8..]);
        WritePhones(evidence, to[14..]);
        WriteFirst(evidence.First, to[22..]);
        WriteExpert(evidence.Expert, to[30..]);
    }

    private static void WriteFit(in RecognitionEvidence evidence, Span<double> to)
    {
        to[0] = Math.Max(evidence.PathScore, PathFloor);
        to[1] = Math.Max(evidence.WorstWord, PathFloor);
        to[2] = Math.Max(evidence.WorstGap, GapFloor);
        to[3] = Math.Min(evidence.Margin, MarginCap);
        to[4] = Math.Min(evidence.Margin * evidence.SpokenFrames, MarginSumCap);
        to[5] = Math.Log(evidence.SpokenFrames);
        to[6] = 1.0 / Math.Max(1, evidence.Words);
        to[7] = evidence.PassesAgree ? 1 : 0;
    }

    private static void WriteBackground(in RecognitionEvidence evidence, Span<double> to)
    {
        var phones = Math.Max(1, evidence.Phones);
        to[0] = Capped(evidence.Over, OverCap);
        to[1] = Capped(evidence.WorstOver, OverCap);
        to[2] = Capped(evidence.Over / phones, OverPerPhoneCap);
        to[3] = Capped(evidence.OverSounds, OverCap);
        to[4] = Capped(evidence.OverSounds / phones, OverPerPhoneCap);
        to[5] = Math.Min(evidence.LogSentences, LogSentencesCap);
    }

    private static void WritePhones(in RecognitionEvidence evidence, Span<double> to)
    {
        double phones = Math.Max(1, evidence.Phones);
        to[0] = Math.Max(evidence.WorstPhone, PhoneFloor);
        to[1] = evidence.BadPhones / phones;
        to[2] = evidence.SpokenFrames / phones;
        to[3] = Math.Min((double)evidence.SpokenFrames / Math.Max(1, evidence.FreeFrames), 1);
        to[4] = Math.Max(evidence.Gaps, GapSumFloor);
        to[5] = Math.Clamp(Math.Log(phones / Math.Max(1, evidence.FreePhones)), -2, 2);
        to[6] = Math.Clamp(Math.Log((double)evidence.SpokenFrames / Math.Max(1, evidence.FreeSpan)), -3, 1);
        to[7] = evidence.FreeScore;
    }

    private static void WriteFirst(in FirstReading first, Span<double> to)
    {
        to[0] = Math.Max(first.PathScore, PathFloor);
        to[1] = Math.Max(first.WorstWord, PathFloor);
        to[2] = Math.Max(first.WorstGap, GapFloor);
        to[3] = Math.Max(first.WorstPhone, PhoneFloor);
        to[4] = Math.Min(first.Margin, MarginCap);
        to[5] = Capped(first.Over, OverCap);
        to[6] = Capped(first.OverSounds, OverCap);
        to[7] = first.FreeScore;
    }

    private static void WriteExpert(in ExpertOpinion expert, Span<double> to)
    {
        to[0] = expert.IsAsked ? 1 : 0;
        to[1] = expert.Agrees ? 1 : 0;
        to[2] = expert.ReadsTheSame ? 1 : 0;
        to[3] = Math.Min(expert.Margin, ExpertMarginCap);
        to[4] = Capped(expert.OwnMargin, ExpertOwnMarginCap);
        to[5] = Math.Max(expert.Fit, ExpertFitFloor);
        to[6] = Math.Min(expert.NetLoss, NetLossCap);
    }

    private static double Capped(double value, double cap) => Math.Clamp(value, -cap, cap);
}

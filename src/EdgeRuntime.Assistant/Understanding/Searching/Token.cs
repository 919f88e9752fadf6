using EdgeRuntime.Assistant.Understanding.Compiling;
using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The end of one path through the phone graph, with all that is needed to judge it later.</summary>
internal struct Token
{
    /// <summary>Frames that a word counts as at least in <see cref="WorstWord"/>: one weak frame of "a" or "the" says little.</summary>
    public const int MinWordFrames = 3;

    /// <summary>Sum from which a phone counts as hardly heard, in nats.</summary>
    public const float BadPhone = -3;

    /// <summary>Sum of frame scores; -infinity marks an empty place.</summary>
    public float Score;

    /// <summary>Score at the end of the last whole word, moved along by wildcards.</summary>
    public float WordStart;

    /// <summary>Lowest score per frame of one word so far.</summary>
    public float WorstWord;

    /// <summary>Score where the current stretch of blanks began.</summary>
    public float GapStart;

    /// <summary>Lowest score of one stretch of blanks so far.</summary>
    public float WorstGap;

    /// <summary>Part of <see cref="Score"/> that lies inside wildcards.</summary>
    public float Wildcard;

    /// <summary>Part of <see cref="Score"/> that slots cost for their choice: nothing that was heard.</summary>
    public float Choice;

    /// <summary>Background score at <see cref="WordStart"/>, moved along by wildcards.</summary>
    public float WordStartBackground;

    /// <summary>Part of the background score that lies inside wildcards.</summary>
    public float WildcardBackground;

    /// <summary>Lowest sum of one word against the background so far.</summary>
    public float WorstOver;

    /// <summary>Score at the start of the phone entered last, moved along by wildcards.</summary>
    public float PhoneStart;

    /// <summary>Sum of all stretches of blanks that are over.</summary>
    public float Gaps;

    /// <summary>Lowest sum of one phone so far.</summary>
    public float WorstPhone;

    /// <summary>Phones that lost <see cref="BadPhone"/> or more.</summary>
    public int BadPhones;

    /// <summary>Phones entered, wildcards left out.</summary>
    public int Phones;

    /// <summary>What was said, as a place in the <see cref="HistoryPool"/>.</summary>
    public int History;

    /// <summary>Output of this frame, not yet in the history; 0 for none.</summary>
    public int Output;

    /// <summary>Frames with a phone, wildcards left out.</summary>
    public int Spoken;

    /// <summary>Value of <see cref="Spoken"/> at <see cref="WordStart"/>.</summary>
    public int SpokenAtWordStart;

    /// <summary>Whether the last phone entered was the last of a word.</summary>
    public bool WordEnded;

    /// <summary>Intent and slots of the path so far, hashed.</summary>
    public PathMeaning Said;

    /// <summary>A place without a path.</summary>
    public static Token Empty => new() { Score = float.NegativeInfinity };

    /// <summary>A path at the start of an utterance.</summary>
    public static Token Start => new() { WorstOver = float.PositiveInfinity };

    /// <summary>Whether two paths mean the same so far.</summary>
    public readonly bool Means(in Token other) => Said.Is(other.Said);

    /// <summary>One more blank frame.</summary>
    public void StayBlank(float score) => Score += score;

    /// <summary>A blank after a phone.</summary>
    public void EnterBlank(float score)
    {
        ClosePhone();
        GapStart = Score;
        Score += score;
    }

    /// <summary>One more frame of the same phone.</summary>
    public void StayInPhone(byte phone, float score, in BackgroundStep background)
    {
        Score += score;
        if (phone != PhoneGraph.AnyPhone)
        {
            Spoken++;
            return;
        }

        Wildcard += score;
        PhoneStart += score;
        WordStart += score;
        WildcardBackground += background.Gain;
        WordStartBackground += background.Gain;
    }

    /// <summary>The first frame of the next phone.</summary>
    public void EnterPhone(bool fromBlank, byte phone, float score, in BackgroundStep background)
    {
        if (fromBlank)
            CloseGap();
        else
            ClosePhone();
        if (WordEnded)
            CloseWord(background.Before);
        Phones += phone == PhoneGraph.AnyPhone ? 0 : 1;
        PhoneStart = Score;
        StayInPhone(phone, score, background);
    }

    /// <summary>What the arc just entered says.</summary>
    /// <param name="output">Number of the output.</param>
    /// <param name="outputs">Outputs of the graph.</param>
    /// <param name="slotCost">Nats that a slot costs for every nat of its choice.</param>
    public void Say(int output, OutputTable outputs, float slotCost)
    {
        Output = output;
        Pay(slotCost * outputs.ChoiceOf(output));
        WordEnded = outputs.EndsWord(output);
        foreach (ref readonly var op in outputs.MeaningOf(output))
            Said.Apply(op);
    }

    /// <summary>Judges the last word and the silence behind it.</summary>
    public void End(bool inBlank, float background)
    {
        if (inBlank)
            CloseGap();
        else
            ClosePhone();
        CloseWord(background);
    }

    /// <summary>Moves the origin of all scores, so that they stay small in an endless stream.</summary>
    public void Shift(float by)
    {
        Score += by;
        WordStart += by;
        WordStartBackground += by;
        GapStart += by;
        PhoneStart += by;
    }

    private void Pay(float nats)
    {
        Choice -= nats;
        Shift(-nats);
        WordStartBackground += nats; // which Shift has moved, but nobody heard anything
    }

    private void CloseGap()
    {
        Gaps += Score - GapStart;
        WorstGap = MathF.Min(WorstGap, Score - GapStart);
    }

    private void ClosePhone()
    {
        WorstPhone = MathF.Min(WorstPhone, Score - PhoneStart);
        BadPhones += Score - PhoneStart <= BadPhone ? 1 : 0;
    }

    private void CloseWord(float background)
    {
        var frames = Math.Max(Spoken - SpokenAtWordStart, MinWordFrames);
        WorstWord = MathF.Min(WorstWord, (Score - WordStart) / frames);
        WorstOver = MathF.Min(WorstOver, Score - WordStart - (background - WordStartBackground));
        (WordStart, WordStartBackground, SpokenAtWordStart, WordEnded) = (Score, background, Spoken, false);
    }
}

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>How well any speech explains the frames: the better of common words and likely phones, run beside a search. Without a model it
/// stands for the free phone loop, which scores 0.</summary>
internal sealed class Background
{
    /// <summary>Paths this many nats below the best one are dropped: only the best score is asked for, so it may be tight.</summary>
    private const float Beam = 12;

    private readonly WordLoop? _words;
    private readonly PhoneLoop? _phones;

    /// <summary>Makes room for the loops of a model.</summary>
    public Background(BackgroundModel? model, DecodingOptions options)
    {
        if (model is null)
            return;
        _words = new WordLoop(model, options.BackgroundScale, options.BackgroundWordCost, Beam);
        _phones = new PhoneLoop(model, options.BackgroundScale, Beam);
    }

    /// <summary>The frame heard last.</summary>
    public BackgroundStep Step { get; private set; }

    /// <summary>Score at the end of a sentence: its last word must be whole.</summary>
    public float End => _words is null ? 0 : MathF.Max(_words.BestEnded, _phones!.Best);

    /// <summary>Forgets all frames.</summary>
    public void Begin()
    {
        _words?.Begin();
        _phones?.Begin();
        Step = default;
    }

    /// <summary>Hears one frame of scores.</summary>
    public void Advance(ReadOnlySpan<float> scores)
    {
        if (_words is null)
            return;
        _words.Advance(scores);
        _phones!.Advance(scores);
        Step = new BackgroundStep(Step.After, MathF.Max(_words.Best, _phones.Best));
    }

    /// <summary>Moves the origin of all scores.</summary>
    public void Shift(float by)
    {
        if (_words is null)
            return; // the free phone loop stays at 0
        _words.Shift(by);
        _phones!.Shift(by);
        Step = new BackgroundStep(Step.Before + by, Step.After + by);
    }
}

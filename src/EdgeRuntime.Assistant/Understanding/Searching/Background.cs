namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>How well any speech explains the frames: the better of common words and likely phones, run beside a search. Without a model it
/// stands for the free phone loop, which scores 0.</summary>
internal sealed class Background
{
    /// <summary>Paths this many nats below the best one are dropped: only the best score is asked for, so it may be tight.</summary>
    private const float Beam = 12;

    /// <summary>Share of a word's cost that counts where words are weighed by their sound:
    /// enough to keep the loop from saying many short ones.</summary>
    public const float SoundShare = 0.2f;

    private readonly WordLoop? _words;
    private readonly PhoneLoop? _phones;
    private readonly WordLoop? _sounds;

    /// <summary>Makes room for the loops of a model.</summary>
    public Background(BackgroundModel? model, DecodingOptions options)
    {
        if (model is null)
            return;
        _words = new WordLoop(model, options.BackgroundScale, options.BackgroundWordCost, Beam);
        _phones = new PhoneLoop(model, options.BackgroundScale, Beam);
        _sounds = new WordLoop(model, options.BackgroundScale * SoundShare, 0, Beam);
    }

    /// <summary>The frame heard last.</summary>
    public BackgroundStep Step { get; private set; }

    /// <summary>Scores at the end of a sentence.</summary>
    public BackgroundEnds Ends => _words is null ? default : new(MathF.Max(_words.BestEnded, _phones!.Best), _sounds!.BestEnded);

    /// <summary>Forgets all frames.</summary>
    public void Begin()
    {
        _words?.Begin();
        _phones?.Begin();
        _sounds?.Begin();
        Step = default;
    }

    /// <summary>Hears one frame of scores.</summary>
    public void Advance(ReadOnlySpan<float> scores)
    {
        if (_words is null)
            return;
        _words.Advance(scores);
        _phones!.Advance(scores);
        _sounds!.Advance(scores);
        Step = new BackgroundStep(Step.After, MathF.Max(_words.Best, _phones.Best));
    }

    /// <summary>Moves the origin of all scores.</summary>
    public void Shift(float by)
    {
        if (_words is null)
            return; // the free phone loop stays at 0
        _words.Shift(by);
        _phones!.Shift(by);
        _sounds!.Shift(by);
        Step = new BackgroundStep(Step.Before + by, Step.After + by);
    }
}

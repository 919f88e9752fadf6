using EdgeRuntime.Assistant.Understanding.Pronouncing;

namespace EdgeRuntime.Assistant.Understanding.Searching;

/// <summary>The free phone loop, which says the best symbol of every frame: how much it says, over how long, and how sure it is.</summary>
internal struct FreeLoop
{
    private int _last; // symbol of the frame before
    private int _first; // 1 + frame of the first phone; 0 before it
    private int _end; // 1 + frame of the last phone
    private double _sum; // ln of the probabilities of the phones

    /// <summary>Frames heard.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames whose best symbol is a phone.</summary>
    public int Spoken { get; private set; }

    /// <summary>Phones said.</summary>
    public int Phones { get; private set; }

    /// <summary>Frames from the first phone to the last.</summary>
    public readonly int Span => _first == 0 ? 0 : _end - _first + 1;

    /// <summary>Frames since the last phone; all of them before the first.</summary>
    public readonly int Quiet => Frames - _end;

    /// <summary>Natural logarithm of the best phone's probability, averaged over the frames of phones; at most 0.</summary>
    public readonly double Score => _sum / Math.Max(1, Spoken);

    /// <summary>Hears one frame.</summary>
    public void Hear(int symbol, float score)
    {
        Frames++;
        if (symbol != Understanding.Pronouncing.Phones.Blank)
        {
            Spoken++;
            Phones += symbol != _last ? 1 : 0;
            _sum += score;
            _first = _first == 0 ? Frames : _first;
            _end = Frames;
        }

        _last = symbol;
    }
}

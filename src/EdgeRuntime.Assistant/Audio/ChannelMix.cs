namespace EdgeRuntime.Assistant.Audio;

/// <summary>Adds channels up to one without losing what stands in them upside down:
/// a channel whose wave runs against that of the channels before it (one wire swapped, a microphone of the other polarity) is turned over
/// first, since the mean of the two is silence. Allocates nothing per block.</summary>
/// <remarks>Judged every 10 ms by the correlation over the last 100 ms or so;
/// below −0.5 the sum of the turned-over channel holds more than three times the power of the plain one.
/// Between −0.5 and 0 it stays as it is.</remarks>
internal sealed class ChannelMix
{
    private const double TurnOver = -0.5;
    private const double TurnBack = 0;
    private const double Kept = 0.9; // of the past, from one look to the next

    private readonly double[] _products; // [channels], with the sum of the channels before
    private readonly double[] _powers; // [channels]
    private readonly double[] _powersBefore; // [channels], of the sum of the channels before
    private readonly float[] _signs; // [channels], 1 or -1
    private readonly int _look; // blocks between two looks
    private int _blocks;

    /// <summary>Begins with every channel as it is.</summary>
    public ChannelMix(WavFormat format)
    {
        _products = new double[format.Channels];
        _powers = new double[format.Channels];
        _powersBefore = new double[format.Channels];
        _signs = new float[format.Channels];
        _signs.AsSpan().Fill(1);
        _look = format.SampleRateHz / 100;
    }

    /// <summary>Adds the sample of one channel to the sum of those before it, in the order of the channels.</summary>
    public float Add(float sum, float sample, int channel)
    {
        _products[channel] += sum * sample;
        _powers[channel] += sample * sample;
        _powersBefore[channel] += sum * sum;
        return sum + (_signs[channel] * sample);
    }

    /// <summary>Says that all channels of a block are added.</summary>
    public void EndBlock()
    {
        if (++_blocks < _look) return;
        _blocks = 0;
        for (var channel = 1; channel < _signs.Length; channel++) Judge(channel);
    }

    private void Judge(int channel)
    {
        var scale = Math.Sqrt(_powers[channel] * _powersBefore[channel]);
        var correlation = scale > 0 ? _products[channel] / scale : 0;
        if (correlation < TurnOver) _signs[channel] = -1;
        else if (correlation > TurnBack) _signs[channel] = 1;
        _products[channel] *= Kept;
        _powers[channel] *= Kept;
        _powersBefore[channel] *= Kept;
    }
}

using System.Numerics;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Changes the sample rate of a stream by any ratio with a windowed sinc; allocates nothing per block.
/// Output sample n stands at input time n · input rate / output rate: no delay is added. One stream, one thread.</summary>
/// <remarks>Flat to 0.01 dB up to 95 % of the lower of both Nyquist frequencies. Images and aliases of anything beyond 105 % of it
/// are more than 80 dB down; between 100 and 105 % they fold into the top 5 %, above the highest mel band (7.6 of 8 kHz).</remarks>
public sealed class Resampler
{
    /// <summary>Phases of the filter table for ratios that need more; between neighbours the filter is interpolated linearly.</summary>
    private const int MaxPhases = 512;

    private const int BlockSamples = 2048;

    private readonly int _up; // output rate / gcd
    private readonly int _down; // input rate / gcd
    private readonly int _taps; // per phase, even
    private readonly int _phases;
    private readonly float[] _filter; // [phases + 1, taps], row p for a point p / phases between two input samples
    private readonly float[] _window; // [taps + BlockSamples] input samples not yet done with
    private int _filled; // samples in _window
    private int _next; // index in _window of the first tap of the next output
    private int _phase; // 0.._up - 1, place of the next output between two input samples
    private long _inputs;
    private long _outputs;

    /// <summary>Makes a resampler for one stream.</summary>
    /// <param name="inputHz">Sample rate of what comes in.</param>
    /// <param name="outputHz">Sample rate of what goes out.</param>
    public Resampler(int inputHz, int outputHz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputHz);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputHz);
        var gcd = (int)BigInteger.GreatestCommonDivisor(inputHz, outputHz);
        (_up, _down) = (outputHz / gcd, inputHz / gcd);
        _phases = Math.Min(_up, MaxPhases);
        var nyquist = 0.5 * Math.Min(inputHz, outputHz) / inputHz;
        var half = KaiserSinc.HalfTaps(transition: 0.1 * nyquist);
        _taps = 2 * half;
        _filter = Design(_phases, half, nyquist);
        _window = new float[_taps + BlockSamples];
        Reset();
    }

    /// <summary>Most samples that <see cref="Process"/> returns for a block of the given length, and that <see cref="Flush"/> returns for
    /// 0.</summary>
    public int MaxOutput(int inputSamples) => (int)((((long)inputSamples + _taps) * _up / _down) + 2);

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        Array.Clear(_window);
        _filled = (_taps / 2) - 1; // silence before the first sample, so that the first output is centred on it
        _next = 0;
        _phase = 0;
        _inputs = 0;
        _outputs = 0;
    }

    /// <summary>Takes a block in and hands out all samples that can be computed.</summary>
    /// <param name="input">Any number of samples.</param>
    /// <param name="output">Room for <see cref="MaxOutput"/> samples.</param>
    /// <returns>Samples written.</returns>
    public int Process(ReadOnlySpan<float> input, Span<float> output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, MaxOutput(input.Length));
        _inputs += input.Length;
        return Advance(input, output);
    }

    /// <summary>Hands out the samples that still waited for what follows, which is taken as silence; then the stream is over.</summary>
    /// <param name="output">Room for <see cref="MaxOutput"/>(0) samples.</param>
    /// <returns>Samples written; in all, ceil(inputs · output rate / input rate) have then come out.</returns>
    public int Flush(Span<float> output)
    {
        var total = ((_inputs * _up) + _down - 1) / _down;
        var wanted = (int)(total - _outputs);
        Span<float> silence = stackalloc float[256];
        silence.Clear();
        var written = 0;
        while (written < wanted)
        {
            written += Advance(silence, output[written..wanted]);
        }

        return written;
    }

    private int Advance(ReadOnlySpan<float> input, Span<float> output)
    {
        var written = 0;
        while (true)
        {
            var count = Math.Min(input.Length, _window.Length - _filled);
            input[..count].CopyTo(_window.AsSpan(_filled));
            _filled += count;
            input = input[count..];
            written += Drain(output[written..]);
            if (input.IsEmpty || written == output.Length)
            {
                _outputs += written;
                return written;
            }
        }
    }

    private int Drain(Span<float> output)
    {
        var written = 0;
        while (_next + _taps <= _filled && written < output.Length)
        {
            output[written++] = At(_window.AsSpan(_next, _taps));
            _phase += _down;
            _next += _phase / _up;
            _phase %= _up;
        }

        var drop = Math.Min(_next, _filled);
        _window.AsSpan(drop, _filled - drop).CopyTo(_window);
        _filled -= drop;
        _next -= drop;
        return written;
    }

    private float At(ReadOnlySpan<float> taps)
    {
        if (_phases == _up)
        {
            return SampleMath.Dot(taps, _filter.AsSpan(_phase * _taps, _taps));
        }

        var place = (double)_phase * _phases / _up;
        var row = (int)place;
        var below = SampleMath.Dot(taps, _filter.AsSpan(row * _taps, _taps));
        var above = SampleMath.Dot(taps, _filter.AsSpan((row + 1) * _taps, _taps));
        return below + ((above - below) * (float)(place - row));
    }

    // Tap k of row p lies k - (half - 1) - p / phases input samples from the output's place.
    // Each row is scaled to a gain of exactly 1 at 0 Hz.
    private static float[] Design(int phases, int half, double cutoff)
    {
        var taps = 2 * half;
        var filter = new float[(phases + 1) * taps];
        var row = new double[taps];
        for (var p = 0; p <= phases; p++)
        {
            for (var k = 0; k < taps; k++)
            {
                row[k] = KaiserSinc.At(k - (half - 1) - ((double)p / phases), cutoff, half);
            }

            var sum = row.Sum();
            for (var k = 0; k < taps; k++)
            {
                filter[(p * taps) + k] = (float)(row[k] / sum);
            }
        }

        return filter;
    }
}

using System.Numerics;

namespace EdgeRuntime.Assistant.Audio;

/// <summary>Turns a stream of samples into log-mel frames: 25 ms windows every 10 ms, 80 bands from 60 to 7600 Hz, natural logarithm of
/// the power
/// plus 1e-6. The frames do not depend on how the stream is cut into blocks. One stream, one thread; allocates nothing per block.</summary>
public sealed class LogMelFrontEnd
{
    /// <summary>Points of the transform; the window is padded with zeros so that the lowest filters still span several bins.</summary>
    private const int FftSize = 1024;

    /// <summary>Power added before the logarithm, about that of the last bit of 16-bit sound.</summary>
    private const float LogFloor = 1e-6f;

    private readonly RealFft _fft = new(FftSize);
    private readonly MelFilterBank _bank = new(FftSize);
    private readonly float[] _hann = new float[AudioFormat.WindowSamples];
    private readonly float[] _pending = new float[AudioFormat.WindowSamples]; // samples of the window that is not complete yet
    private readonly float[] _windowed = new float[AudioFormat.WindowSamples];
    private readonly float[] _power = new float[(FftSize / 2) + 1];
    private int _filled;
    private bool _started; // true once a frame has come out

    public LogMelFrontEnd()
    {
        for (var i = 0; i < _hann.Length; i++)
        {
            _hann[i] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / _hann.Length)));
        }
    }

    /// <summary>Most frames that <see cref="Process"/> returns for a block of the given length.</summary>
    public static int MaxFrames(int samples) => (samples / AudioFormat.HopSamples) + 1;

    /// <summary>Takes a block in and hands out every frame whose window is now complete.</summary>
    /// <param name="samples">Any number of 16 kHz samples in [-1, 1].</param>
    /// <param name="frames">Room for <see cref="MaxFrames"/> frames, [n, 80].</param>
    /// <returns>Frames written.</returns>
    public int Process(ReadOnlySpan<float> samples, Span<float> frames)
    {
        var written = 0;
        while (true)
        {
            var count = Math.Min(samples.Length, _pending.Length - _filled);
            samples[..count].CopyTo(_pending.AsSpan(_filled));
            _filled += count;
            samples = samples[count..];
            if (_filled < _pending.Length)
            {
                return written;
            }

            Analyse(frames.Slice(written * AudioFormat.Bands, AudioFormat.Bands));
            written++;
            _pending.AsSpan(AudioFormat.HopSamples).CopyTo(_pending);
            _filled -= AudioFormat.HopSamples;
        }
    }

    /// <summary>Completes the first window of a stream shorter than 25 ms with silence.</summary>
    /// <param name="frames">Room for one frame.</param>
    /// <returns>1 when that made the only frame of the stream, else 0.</returns>
    /// <remarks>Later windows that stay incomplete are dropped, as in training.</remarks>
    public int FlushShort(Span<float> frames)
    {
        if (_started || _filled == 0)
        {
            return 0;
        }

        _pending.AsSpan(_filled).Clear();
        Analyse(frames[..AudioFormat.Bands]);
        _filled = 0;
        return 1;
    }

    /// <summary>Forgets the stream so far.</summary>
    public void Reset()
    {
        _filled = 0;
        _started = false;
    }

    private void Analyse(Span<float> frame)
    {
        _started = true;
        for (var i = 0; i < _windowed.Length; i += Vector<float>.Count)
        {
            (new Vector<float>(_pending, i) * new Vector<float>(_hann, i)).CopyTo(_windowed, i);
        }

        _fft.Power(_windowed, _power);
        _bank.Apply(_power, frame);
        SampleMath.LogInPlace(frame, LogFloor);
    }
}

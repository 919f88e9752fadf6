using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Device.Speaking;

/// <summary>The tone of a ring, made here: two notes a fourth apart, twice, each struck and dying away like a bell, 1.6 s.</summary>
internal static class RingTone
{
    private const double LowHz = 659.255; // E5 in equal temperament; small loudspeakers carry little below
    private const double HighHz = 880; // A5
    private const double Peak = 0.5; // of full scale, as loud as speech
    private const int NoteSamples = AudioFormat.SampleRateHz * 2 / 5; // 400 ms
    private const int StrikeSamples = AudioFormat.SampleRateHz / 200; // 5 ms: a note that begins at once clicks
    private const double DecaySamples = NoteSamples / 4.0;

    private static readonly Lazy<byte[]> Made = new(Make);

    /// <summary>A whole WAV file, 16 kHz mono 16-bit.</summary>
    public static ReadOnlyMemory<byte> Wav => Made.Value;

    private static byte[] Make()
    {
        using var wav = new MemoryStream();
        using (var writer = new WavWriter(wav, leaveOpen: true))
        {
            foreach (var hz in (double[])[LowHz, HighHz, LowHz, HighHz]) writer.Write(Note(hz));
        }

        return wav.ToArray();
    }

    private static float[] Note(double hz)
    {
        var note = new float[NoteSamples];
        for (var i = 0; i < note.Length; i++)
        {
            var angle = 2 * Math.PI * hz * i / AudioFormat.SampleRateHz;
            var strike = Math.Min(1.0, (double)i / StrikeSamples);
            note[i] = (float)(Peak * strike * Math.Exp(-i / DecaySamples) * ((0.8 * Math.Sin(angle)) + (0.2 * Math.Sin(2 * angle))));
        }

        return note;
    }
}

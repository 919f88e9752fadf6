using EdgeRuntime.Assistant.Audio;

namespace EdgeRuntime.Device.Speaking;

/// <summary>The tone of a ring, made here: two notes, each struck and dying away like a bell.</summary>
/// <param name="options">Notes and loudness.</param>
internal sealed class RingTone(RingToneOptions options)
{
    private const int StrikeSamples = AudioFormat.SampleRateHz / 200; // 5 ms: a note that begins at once clicks

    private byte[]? _wav;

    /// <summary>A whole WAV file, 16 kHz mono 16-bit; made when it is first asked for.</summary>
    public ReadOnlyMemory<byte> Wav => _wav ??= Make();

    private byte[] Make()
    {
        using var wav = new MemoryStream();
        using (var writer = new WavWriter(wav, leaveOpen: true))
        {
            for (var struck = 0; struck < options.Times; struck++)
            {
                writer.Write(Note(options.LowHz));
                writer.Write(Note(options.HighHz));
            }
        }

        return wav.ToArray();
    }

    private float[] Note(double hz)
    {
        var note = new float[(int)(options.Note.TotalSeconds * AudioFormat.SampleRateHz)];
        var decaySamples = note.Length / 4.0;
        for (var i = 0; i < note.Length; i++)
        {
            var angle = 2 * Math.PI * hz * i / AudioFormat.SampleRateHz;
            var strike = Math.Min(1.0, (double)i / StrikeSamples);
            var loudness = options.Peak * strike * Math.Exp(-i / decaySamples);
            note[i] = (float)(loudness * ((0.8 * Math.Sin(angle)) + (0.2 * Math.Sin(2 * angle))));
        }

        return note;
    }
}

using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Speaking;

/// <summary>Writes an answer into one WAV file, 16 kHz mono 16-bit, sentence after sentence; the header is completed on dispose.</summary>
public sealed class WavFileOutput : ISoundOutput, IDisposable
{
    // A short breath, so that the sentences do not run into each other.
    private static readonly float[] Breath = new float[AudioFormat.SampleRateHz / 5];

    private readonly WavWriter _writer;
    private readonly string _path;

    private WavFileOutput(string path, Stream stream)
    {
        _path = path;
        _writer = new WavWriter(stream);
    }

    /// <summary>Creates the file; <c>answer-not-written</c> where that is not possible.</summary>
    public static Outcome<WavFileOutput> Create(string path)
    {
        try
        {
            return new WavFileOutput(path, File.Create(path));
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return NotWritten(path, thrown);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Outcome<TimeSpan>> TakeAsync(ReadOnlyMemory<byte> wav, CancellationToken cancellationToken)
    {
        var read = await WavBytes.ReadAsync(wav, cancellationToken).ConfigureAwait(false);
        if (!read.TryGet(out var samples, out var failure))
        {
            return failure;
        }

        try
        {
            _writer.Write(_writer.Samples > 0 ? Breath : []);
            _writer.Write(samples);
            return TimeSpan.FromSeconds((double)samples.Length / AudioFormat.SampleRateHz);
        }
        catch (IOException thrown)
        {
            return NotWritten(_path, thrown);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static Failure NotWritten(string path, Exception thrown) =>
        new(Stages.Speech, "answer-not-written", $"The answer could not be written to {path}: {thrown.Message}",
            "Give --out a file in a writable folder with space.");
}

using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Reports;

/// <summary>The file of <c>--trace</c>, opened before anything is done so that a wrong path does nothing at all.</summary>
internal sealed class TraceFile : IDisposable
{
    internal static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream? _stream;

    private TraceFile(Stream? stream) => _stream = stream;

    /// <summary>Creates the file; writes nowhere where no path is given. Failure: <c>trace-not-written</c>.</summary>
    public static Outcome<TraceFile> Create(string? path)
    {
        try
        {
            return new TraceFile(path is null ? null : File.Create(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Failure(
                Stages.Start, "trace-not-written", $"The trace cannot be written to {path}: {error.Message}",
                "Give --trace a file in a writable folder.");
        }
    }

    /// <summary>Writes the events of a turn and its report.</summary>
    public void Write(TurnTrace trace, TurnReport report)
    {
        if (_stream is null) return;
        using var json = new Utf8JsonWriter(_stream, Readable);
        TraceJson.Write(json, trace, report);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();
}

using System.Globalization;
using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Actions;

/// <summary>The document on disk: read whole, replaced whole.</summary>
internal sealed class StateFile(string folder, TimeProvider time)
{
    // 1000 notes of 500 characters are 0.5 MB; a document sixteen times as large is not ours.
    private const long MaxBytes = 8L << 20;

    private readonly string _path = Path.Combine(folder, "state.json");

    /// <summary>The document; a fresh one where none exists yet.</summary>
    public Outcome<GlassesState> Read()
    {
        try
        {
            return File.Exists(_path) ? Parse() : new GlassesState();
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Unreadable(_path, thrown);
        }
    }

    /// <summary>Replaces the document; null when it is on the disk, else why the old one is still there.</summary>
    public Failure? Write(GlassesState state)
    {
        try
        {
            DurableFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.GlassesState));
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Of(folder, thrown);
        }
    }

    /// <summary>Renames a damaged document, so that nothing is lost and the glasses can go on; null when that worked.</summary>
    public Failure? PutAside()
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        try
        {
            File.Move(_path, Path.Combine(folder, $"state.damaged-{stamp}.json"), overwrite: false);
            return null;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Of(folder, thrown);
        }
    }

    private Outcome<GlassesState> Parse()
    {
        using var stream = File.OpenRead(_path);
        if (stream.Length > MaxBytes)
        {
            return StateFailures.Damaged(_path, $"it is {stream.Length} bytes long");
        }

        try
        {
            var state = JsonSerializer.Deserialize(stream, StateJson.Default.GlassesState);
            return Accepted(state);
        }
        catch (JsonException thrown)
        {
            return StateFailures.Damaged(_path, $"line {thrown.LineNumber + 1} is not what was written there");
        }
    }

    private Outcome<GlassesState> Accepted(GlassesState? state) => state switch
    {
        null => StateFailures.Damaged(_path, "it is empty"),
        { Version: > GlassesState.CurrentVersion } => StateFailures.Newer(_path, state.Version),
        _ => state,
    };
}

using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Files;

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
            return StoredThing.Inspect(_path) switch
            {
                StoredKind.Nothing => new GlassesState(),
                StoredKind.File => Parse(),
                _ => StateFailures.Damaged(_path, "it is no file"),
            };
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
            return StateFailures.Explain(folder, thrown);
        }
    }

    /// <summary>The document as it is found at the start: it may have been written by another program, or by hand. One that this user may
    /// not read is as good as damaged.</summary>
    public Outcome<GlassesState> ReadFound()
    {
        if (!Read().TryGet(out var state, out var failure))
        {
            return failure.Code == StateFailures.UnreadableCode ? StateFailures.Damaged(_path, "it cannot be read") : failure;
        }

        var wrong = new List<string>();
        StateRules.Kept(state, wrong);
        return wrong.Count == 0 ? state : StateFailures.Damaged(_path, $"{wrong[0]} is not what was written there");
    }

    /// <summary>What can be read of a damaged document, and what is left out of it; the document is not touched.</summary>
    public (GlassesState State, IReadOnlyList<string> LeftOut) Salvage()
    {
        var leftOut = new List<string>();
        try
        {
            if (StoredThing.Inspect(_path) != StoredKind.File) return (new GlassesState(), ["everything"]);
            var bytes = new FileInfo(_path).Length <= MaxBytes ? File.ReadAllBytes(_path) : [];
            return (StateSalvage.Read(bytes, leftOut), leftOut);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return (new GlassesState(), ["everything"]); // it was there a moment ago: the caller's write says what is wrong with the disk
        }
    }

    /// <summary>Keeps a copy of a damaged document, so that nothing is lost, and puts in its place what could be read of it;
    /// null when that worked.</summary>
    /// <param name="salvaged">What could be read; null for nothing.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "name of a file that is put aside")]
    public Failure? PutAside(GlassesState? salvaged)
    {
        try
        {
            if (salvaged is null)
            {
                StoredThing.SetAside(_path, time.GetUtcNow());
                return null;
            }

            DurableFile.Replace(StoredThing.Aside(_path, time.GetUtcNow()), File.ReadAllBytes(_path));
            return Write(salvaged);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return StateFailures.Explain(folder, thrown);
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
            if (JsonNode.Parse(stream) is not JsonObject document) return StateFailures.Damaged(_path, "it is no document");
            StateDefaults.Fill(document);
            return Accepted(document.Deserialize(StateJson.Default.GlassesState));
        }
        catch (JsonException thrown)
        {
            return StateFailures.Damaged(_path, $"{thrown.Path ?? "a line"} is not what was written there");
        }
        catch (InvalidOperationException)
        {
            return StateFailures.Damaged(_path, "a text in it holds half a character");
        }
        catch (ArgumentException)
        {
            return StateFailures.Damaged(_path, "a name stands in it twice");
        }
    }

    private Outcome<GlassesState> Accepted(GlassesState? state) => state switch
    {
        null => StateFailures.Damaged(_path, "it is empty"),
        { Version: > GlassesState.CurrentVersion } => StateFailures.Newer(_path, state.Version),
        _ => state,
    };
}

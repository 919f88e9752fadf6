using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Device.Files;

namespace EdgeRuntime.Device.Actions;

/// <summary>Reads what can be read of a damaged document, datum by datum.</summary>
internal static class StateSalvage
{
    // Each datum that is left out means reading the document once more. A document with more faults than this was not written by us.
    private const int MostFaults = 64;

    /// <summary>What is whole in a document; a fresh state where nothing is.</summary>
    /// <param name="leftOut">Takes what is left out, as a path in the document.</param>
    public static GlassesState Read(ReadOnlySpan<byte> bytes, ICollection<string> leftOut)
    {
        try
        {
            if (JsonNode.Parse(SoundJson.Repair(bytes, SoundJson.Misfit, out var names)) is JsonObject document)
            {
                for (var name = 0; name < names; name++) leftOut.Add("what stands under a name that is no text");
                StateDefaults.Fill(document);
                return StateRules.Kept(Read(document, leftOut), leftOut);
            }
        }
        catch (Exception broken) when (JsonFault.Is(broken) || broken is ArgumentException)
        {
            leftOut.Clear(); // no JSON at all, or a name stands in it twice
        }

        leftOut.Add("everything");
        return new GlassesState();
    }

    private static GlassesState Read(JsonObject document, ICollection<string> leftOut)
    {
        for (var fault = 0; ; fault++)
        {
            try
            {
                return document.Deserialize(StateJson.Default.GlassesState) ?? new GlassesState();
            }
            catch (JsonException wrong) when (wrong.Path is { } path && fault < MostFaults)
            {
                if (Remove(document, Datum(path)) is not { } removed) throw;
                leftOut.Add(removed);
            }
        }
    }

    // A note without its text is no note, and half a way back leads nowhere; of settings and of a phone each value stands alone.
    private static List<string> Datum(string path)
    {
        var steps = Steps(path);
        if (steps is ["undo", ..]) return ["undo"];
        var element = steps.FindIndex(step => step[0] == '[');
        return element < 0 ? steps : steps[..(element + 1)];
    }

    // $.notes[3].text, $.phones['a.b'].received
    private static List<string> Steps(string path)
    {
        var steps = new List<string>();
        for (var at = 1; at < path.Length;)
        {
            var isQuoted = path.AsSpan(at).StartsWith("['", StringComparison.Ordinal);
            var end = isQuoted ? path.IndexOf("']", at, StringComparison.Ordinal) + 2
                : path.AsSpan(at + 1).IndexOfAny('.', '[') is >= 0 and var next ? at + 1 + next : path.Length;
            if (end <= at + 1) break;
            steps.Add(isQuoted ? path[(at + 2)..(end - 2)] : path[at] == '.' ? path[(at + 1)..end] : path[at..end]);
            at = end;
        }

        return steps;
    }

    private static string? Remove(JsonObject document, List<string> steps)
    {
        JsonNode? holder = document;
        for (var i = 0; i < steps.Count - 1; i++) holder = Child(holder, steps[i]);
        switch (holder)
        {
            case JsonObject o when steps.Count > 0 && StateDefaults.Restore(o, steps):
            case JsonArray a when Index(steps[^1]) is { } index && index < a.Count && Emptied(a, index):
                return string.Join('.', steps).Replace(".[", "[", StringComparison.Ordinal);
            default:
                return null;
        }
    }

    private static JsonNode? Child(JsonNode? node, string step) => node switch
    {
        JsonObject o => o[step],
        JsonArray a when Index(step) is { } index && index < a.Count => a[index],
        _ => null,
    };

    private static bool Emptied(JsonArray array, int index)
    {
        array.RemoveAt(index);
        return true;
    }

    private static int? Index(string step) => step[0] == '[' && int.TryParse(step.AsSpan(1, step.Length - 2), out var index) ? index : null;
}

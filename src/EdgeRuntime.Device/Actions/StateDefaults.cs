using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeRuntime.Assistant.Hardware;
using EdgeRuntime.Assistant.Tools;

namespace EdgeRuntime.Device.Actions;

/// <summary>Fills in what a document does not say, as one of an earlier program does not, with what a fresh one says.
/// The generated reader does not: it gives a property that is missing the zero of its type, not its initial value.</summary>
internal static class StateDefaults
{
    private static readonly byte[] Fresh = JsonSerializer.SerializeToUtf8Bytes(new GlassesState(), StateJson.Default.GlassesState);
    private static readonly byte[] FreshPhone = JsonSerializer.SerializeToUtf8Bytes(new PhoneProgress(), StateJson.Default.PhoneProgress);

    /// <summary>Fills a document in; true where something was missing.</summary>
    public static bool Fill(JsonObject document)
    {
        var isFilled = Fill(document, JsonNode.Parse(Fresh)!.AsObject());
        if (document["phones"] is not JsonObject phones) return isFilled;
        foreach (var (_, phone) in phones)
        {
            if (phone is JsonObject progress) isFilled |= Fill(progress, JsonNode.Parse(FreshPhone)!.AsObject());
        }

        return isFilled;
    }

    /// <summary>Puts what a fresh document says in the place of something; takes it away where a fresh one does not have it.</summary>
    /// <param name="holder">The part of the document that holds it.</param>
    /// <param name="path">Names from the top of the document to it.</param>
    public static bool Restore(JsonObject holder, IReadOnlyList<string> path)
    {
        JsonNode? fresh = path is ["phones", _, ..] ? JsonNode.Parse(FreshPhone) : JsonNode.Parse(Fresh);
        foreach (var step in path.Skip(path is ["phones", _, ..] ? 2 : 0)) fresh = fresh is JsonObject o ? o[step] : null;
        if (!holder.Remove(path[^1])) return false;
        if (fresh is not null && path is not ["phones", _]) holder[path[^1]] = fresh.DeepClone();
        return true;
    }

    private static bool Fill(JsonObject document, JsonObject fresh)
    {
        var isFilled = false;
        foreach (var (name, value) in fresh)
        {
            if (!document.TryGetPropertyValue(name, out var there)) (document[name], isFilled) = (value?.DeepClone(), true);
            else if (there is JsonObject inner && value is JsonObject freshInner && name != "phones") isFilled |= Fill(inner, freshInner);
        }

        return isFilled;
    }
}

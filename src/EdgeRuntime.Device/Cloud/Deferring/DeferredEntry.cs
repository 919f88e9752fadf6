using System.Text.Json;
using EdgeRuntime.Assistant.Audio;
using EdgeRuntime.Assistant.Turns;

namespace EdgeRuntime.Device.Cloud.Deferring;

/// <summary>A waiting wish as it stands in its file.</summary>
/// <param name="Key">Idempotency key.</param>
/// <param name="At">When it was said.</param>
/// <param name="TraceId">Trace of its turn.</param>
internal sealed record DeferredEntry(string Key, DateTimeOffset At, string TraceId)
{
    /// <summary>Version of the layout.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Typed words; null where it was spoken.</summary>
    public string? Text { get; init; }

    /// <summary>Sound as PCM; null where it was typed.</summary>
    public byte[]? Pcm16 { get; init; }

    /// <summary>Intent that was understood; null for an open question.</summary>
    public string? Intent { get; init; }

    /// <summary>Tools used so far, in order.</summary>
    public IReadOnlyList<DeferredTool> Tools { get; init; } = [];

    /// <summary>The words or the sound that wait.</summary>
    public Utterance Said() => new(Text, Pcm16);

    /// <summary>True where all of it can be used: anybody may have written the file.</summary>
    public bool IsWhole() => Version == 1 && Key is { Length: > 0 }
        && TraceId is { Length: TraceDigits } && TraceId.All(char.IsAsciiHexDigitLower)
        && !Said().IsEmpty && (Pcm16?.Length ?? 0) % sizeof(short) == 0
        && Tools is not null && Tools.All(tool => tool is { Tool: not null } && (tool.ResultJson is null || IsObject(tool.ResultJson)));

    private const int TraceDigits = 32; // W3C trace context

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false; // the caller names the file
        }
    }

    /// <summary>Makes an entry of a wish.</summary>
    public static DeferredEntry From(DeferredWish wish) => new(wish.Key, wish.At, wish.TraceId)
    {
        Text = wish.Said.Text,
        Pcm16 = wish.Said.Pcm16.IsEmpty ? null : wish.Said.Pcm16.ToArray(),
        Intent = wish.Intent,
    };
}

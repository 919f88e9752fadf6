using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Reports;

/// <summary>Reads what <see cref="TraceFile"/> wrote.</summary>
internal static class TraceReader
{
    private const long MaxBytes = 16 << 20;

    /// <summary>The events. Failure: <c>trace-unreadable</c>.</summary>
    public static Outcome<IReadOnlyList<TurnEvent>> Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes) return Unreadable(path, "it is too long");
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.GetProperty("events").EnumerateArray().Select(Event).ToArray();
        }
        catch (Exception thrown) when (thrown is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return Unreadable(path, "it is no trace");
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Unreadable(path, thrown.Message);
        }
    }

    private static TurnEvent Event(JsonElement step)
    {
        var fields = step.EnumerateObject().Where(field => field.Name is not ("stage" or "kind" or "at_ms"))
            .Select(field => new TraceField(field.Name, Value(field.Value)));
        var kind = Enum.Parse<TurnEventKind>(step.GetProperty("kind").GetString() ?? throw new FormatException(), ignoreCase: true);
        return new TurnEvent(
            step.GetProperty("stage").GetString() ?? throw new FormatException(), kind,
            TimeSpan.FromMilliseconds(step.GetProperty("at_ms").GetDouble()), [.. fields]);
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select(text => text.GetString() ?? throw new FormatException()).ToArray(),
        JsonValueKind.Null => null,
        _ => throw new FormatException(),
    };

    private static Failure Unreadable(string path, string how) =>
        new(Stages.Route, "trace-unreadable", $"{path} cannot be used: {how}.", "Give a file that ask --trace wrote.");
}

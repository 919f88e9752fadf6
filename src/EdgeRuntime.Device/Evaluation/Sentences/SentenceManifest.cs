using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Evaluation.Sentences;

/// <summary>Reads a table of labelled sentences: tab-separated, with a header row that names at least <c>text</c> and <c>intent</c>;
/// <c>slots</c> (a JSON object; empty: not checked), <c>also</c> (other right intents, separated by commas) and <c>source</c> may be
/// missing.</summary>
public static class SentenceManifest
{
    private const int MaxBytes = 64_000_000;

    /// <summary>Reads a table from disk. Failures: <c>manifest-missing</c>, <c>manifest-unreadable</c>, <c>manifest-too-large</c> and those
    /// of <see cref="Parse"/>.</summary>
    public static Outcome<IReadOnlyList<LabelledSentence>> Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes }) return TooLarge(path);
            using var reader = new StreamReader(path);
            return Parse(reader);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Failure(
                Stages.Start, "manifest-missing", $"There is no table at {path}.",
                "Give the path of a tab-separated table with --manifest.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Failure(
                Stages.Start, "manifest-unreadable", $"{path} cannot be read: {error.Message}",
                "Check that it is a file and its permissions.");
        }
    }

    /// <summary>Reads a table. Failures, with their line: <c>manifest-empty</c>, <c>manifest-column-missing</c>, <c>manifest-row-short</c>,
    /// <c>manifest-slots-not-json</c>.</summary>
    public static Outcome<IReadOnlyList<LabelledSentence>> Parse(TextReader reader)
    {
        var header = reader.ReadLine()?.TrimStart('\uFEFF').TrimEnd('\r').Split('\t');
        if (header is null) return Problem("manifest-empty", 1, "the table is empty");
        foreach (var needed in new[] { "text", "intent" })
        {
            if (!header.Contains(needed)) return Problem("manifest-column-missing", 1, $"the header row has no column '{needed}'");
        }

        var rows = new List<LabelledSentence>();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (!Row(header, text.TrimEnd('\r').Split('\t'), line).TryGet(out var row, out var failure)) return failure;
            rows.Add(row);
        }

        return rows.Count == 0 ? Problem("manifest-empty", 2, "the table has a header and no row") : rows;
    }

    private static Outcome<LabelledSentence> Row(string[] header, string[] cells, int line)
    {
        string Cell(string name) => Array.IndexOf(header, name) is >= 0 and var at && at < cells.Length ? cells[at].Trim() : "";
        if (Cell("text").Length == 0) return Problem("manifest-row-short", line, "the row has no text");
        var slots = Cell("slots");
        if (!CommandManifest.Slots(slots, line).TryGet(out var labelled, out var failure)) return failure;
        return new LabelledSentence(
            Cell("text"), Cell("intent"), slots.Length == 0 ? null : labelled,
            Cell("also").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), Cell("source"));
    }

    private static Failure Problem(string code, int line, string what) => new(
        Stages.Start, code, $"Line {line} of the table cannot be used: {what}.",
        "Columns are separated by tabs: text, intent, slots such as {\"percent\": 50}, also.")
    { Line = line };

    private static Failure TooLarge(string path) => new(
        Stages.Start, "manifest-too-large", $"{path} has more than {MaxBytes / 1_000_000} MB.", "Split the table.");
}

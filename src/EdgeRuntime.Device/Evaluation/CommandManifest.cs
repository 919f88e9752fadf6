using System.Text.Json;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Device.Evaluation;

/// <summary>Reads a table of labelled recordings: tab-separated, with a header row that names at least
/// <c>file</c> (relative to the table), <c>intent</c> and <c>slots</c> (a JSON object); other columns are ignored.</summary>
public static class CommandManifest
{
    private static readonly string[] Needed = ["file", "intent", "slots"];

    /// <summary>Reads a table from disk. Failures: <c>manifest-missing</c>,
    /// <c>manifest-unreadable</c> and those of <see cref="Parse"/>.</summary>
    public static Outcome<IReadOnlyList<LabelledCommand>> Load(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Parse(reader, Path.GetDirectoryName(Path.GetFullPath(path))!);
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

    /// <summary>Reads a table. Failures, with their line: <c>manifest-empty</c>, <c>manifest-column-missing</c>,
    /// <c>manifest-row-short</c>, <c>manifest-slots-not-json</c>.</summary>
    /// <param name="folder">Folder that its file names are relative to.</param>
    public static Outcome<IReadOnlyList<LabelledCommand>> Parse(TextReader reader, string folder)
    {
        var header = reader.ReadLine()?.TrimStart('\uFEFF').TrimEnd('\r').Split('\t');
        if (header is null) return Problem("manifest-empty", 1, "the table is empty");
        var missing = Needed.FirstOrDefault(name => !header.Contains(name));
        if (missing is not null) return Problem("manifest-column-missing", 1, $"the header row has no column '{missing}'");
        int[] columns = [.. Needed.Select(name => Array.IndexOf(header, name))];
        var rows = new List<LabelledCommand>();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (!Row(text.TrimEnd('\r').Split('\t'), columns, folder, line).TryGet(out var row, out var failure)) return failure;
            rows.Add(row);
        }

        return rows.Count == 0 ? Problem("manifest-empty", 2, "the table has a header and no row") : rows;
    }

    private static Outcome<LabelledCommand> Row(string[] cells, int[] columns, string folder, int line)
    {
        // Editors drop trailing tabs, so missing cells at the end count as empty; the file is always needed.
        string Cell(int column) => columns[column] < cells.Length ? cells[columns[column]].Trim() : "";
        if (Cell(0).Length == 0) return Problem("manifest-row-short", line, "the row names no file");
        if (!Slots(Cell(2), line).TryGet(out var slots, out var failure)) return failure;
        return new LabelledCommand(Path.GetFullPath(Cell(0), folder), Cell(1), slots);
    }

    internal static Outcome<Dictionary<string, JsonElement>> Slots(string cell, int line)
    {
        if (cell.Length == 0) return new Dictionary<string, JsonElement>();
        try
        {
            using var document = JsonDocument.Parse(cell);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document.RootElement.EnumerateObject().ToDictionary(slot => slot.Name, slot => slot.Value.Clone());
            }

            return Problem("manifest-slots-not-json", line, "the slots are not a JSON object");
        }
        catch (Exception error) when (JsonFault.Is(error) || error is ArgumentException)
        {
            return Problem(
                "manifest-slots-not-json", line, $"the slots are not a JSON object with distinct names ({error.Message.TrimEnd('.')})");
        }
    }

    private static Failure Problem(string code, int line, string what)
    {
        const string Next = "Columns are separated by tabs: file, intent, slots such as {\"percent\": 50}.";
        return new Failure(Stages.Start, code, $"Line {line} of the table cannot be used: {what}.", Next) { Line = line };
    }
}

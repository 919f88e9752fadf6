using System.Text;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Reads contexts in Home Assistant's intents format, with our list types besides.</summary>
public static class ContextFile
{
    /// <summary>Longest text read, in characters, over all files of a folder.</summary>
    public const int MaxCharacters = 16 * 1024 * 1024;

    /// <summary>Reads a text as one whole context.</summary>
    /// <param name="reader">The YAML text; read to its end, not closed.</param>
    /// <param name="name">Name for messages.</param>
    /// <returns>The context, or a failure with line and column.</returns>
    public static Outcome<ContextDefinition> Parse(TextReader reader, string name)
    {
        var contents = new ContextReader();
        return ReadInto(contents, new BoundedReader(reader, MaxCharacters), name, null) is { } failure ? failure : contents.Finish(name);
    }

    /// <summary>Reads a file, or all <c>*.yaml</c> and <c>*.yml</c> files of a folder and its folders, in order of their names,
    /// as one context. A file that begins with <c>data:</c> holds sentences of the intent that its folder is named after,
    /// with the combination of slots that it is named after itself;
    /// what an <c>intents.yaml</c> says of that combination counts for them.</summary>
    /// <returns>The context, or a failure with line and column.</returns>
    public static Outcome<ContextDefinition> Load(string path)
    {
        try
        {
            return Directory.Exists(path) ? LoadFolder(path) : LoadFile(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Failure(
                Stages.Context,
                "context-missing",
                $"There is no context at {path}.",
                "Check the path, or leave it out to use the context of the glasses.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Failure(
                Stages.Context,
                "context-unreadable",
                $"The context {path} cannot be read: {e.Message}",
                "Check that it is a text file that you may read.");
        }
    }

    private static Outcome<ContextDefinition> LoadFile(string path) =>
        LoadFiles(new ContextReader(), [path], path).TryGet(out var definition, out var failure)
        ? definition with { OtherFiles = ContextFolder.LayoutAround(path) ?? Path.GetDirectoryName(Path.GetFullPath(path)) }
        : failure;

    private static Outcome<ContextDefinition> LoadFolder(string path)
    {
        var contents = new ContextReader();
        if (!ContextFolder.FilesOf(path, contents.Warnings).TryGet(out var files, out var failure))
        {
            return failure;
        }

        if (files.Count == 0)
        {
            return new Failure(
                Stages.Context,
                "context-folder-empty",
                $"The folder {path} holds no .yaml file.",
                "Name the folder whose files hold the intents of one language.");
        }

        return LoadFiles(contents, files, path).TryGet(out var definition, out failure)
            ? definition with { OtherFiles = ContextFolder.LayoutAround(path) }
            : failure;
    }

    private static Outcome<ContextDefinition> LoadFiles(ContextReader contents, IReadOnlyList<string> files, string name)
    {
        var left = MaxCharacters;
        foreach (var file in files)
        {
            // Text that is not UTF-8 would be read wrong in silence; a byte order mark may still say that it is UTF-16.
            using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            using var bounded = new BoundedReader(reader, left);
            if (ReadInto(contents, bounded, NameOf(file, name), CombinationOf(file)) is { } failure)
            {
                return failure;
            }

            left -= bounded.ReadCharacters;
        }

        return contents.Finish(name);
    }

    // Many files of a folder of folders have the same name.
    private static string NameOf(string file, string root) => file == root ? Path.GetFileName(file) : Path.GetRelativePath(root, file);

    private static SlotCombination CombinationOf(string file) =>
        new(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? "", Path.GetFileNameWithoutExtension(file));

    private static Failure? ReadInto(ContextReader contents, BoundedReader bounded, string name, SlotCombination? place)
    {
        try
        {
            if (!new YamlDocumentReader(name, contents.Warnings).Read(bounded).TryGet(out var root, out var failure))
            {
                return bounded.IsCut ? TooLong(name) : failure;
            }

            return bounded.IsCut ? TooLong(name) : contents.Add(root, place);
        }
        catch (DecoderFallbackException)
        {
            return new Failure(
                Stages.Context,
                "context-not-utf8",
                $"{name} is not written in UTF-8.",
                $"Save it as UTF-8, or convert it: iconv -f LATIN1 -t UTF-8 {name}.");
        }
    }

    private static Failure TooLong(string name) => new(
        Stages.Context,
        "context-file-too-long",
        $"With {name} the context is longer than {MaxCharacters / 1024 / 1024} million characters.",
        "Split the context, or give long lists as `type: dynamic` at run time.");
}

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>Reads contexts in Home Assistant's intents format, with our list types besides.</summary>
public static class ContextFile
{
    /// <summary>Longest text read, in characters, over all files of a folder.</summary>
    public const int MaxCharacters = 16 * 1024 * 1024;

    /// <summary>Reads one file.</summary>
    /// <param name="reader">The YAML text; read to its end, not closed.</param>
    /// <param name="name">Name for messages.</param>
    /// <returns>The context, or a failure with line and column.</returns>
    public static Outcome<ContextDefinition> Parse(TextReader reader, string name)
    {
        var contents = new ContextReader();
        return ReadInto(contents, reader, name) is { } failure ? failure : contents.Finish(name);
    }

    /// <summary>Reads a file, or all <c>*.yaml</c> and <c>*.yml</c> files of a folder, in order of their names, as one context.</summary>
    /// <returns>The context, or a failure with line and column.</returns>
    public static Outcome<ContextDefinition> Load(string path)
    {
        try
        {
            return Directory.Exists(path) ? LoadFolder(path) : LoadFiles([path], path);
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

    private static Outcome<ContextDefinition> LoadFolder(string path)
    {
        var files = Directory.GetFiles(path)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
            .ToArray();
        return files.Length > 0
            ? LoadFiles(files, path)
            : new Failure(
                Stages.Context,
                "context-folder-empty",
                $"The folder {path} holds no .yaml file.",
                "Name the folder whose files hold the intents of one language.");
    }

    private static Outcome<ContextDefinition> LoadFiles(IReadOnlyList<string> files, string name)
    {
        var contents = new ContextReader();
        foreach (var file in files)
        {
            using var reader = new StreamReader(file);
            if (ReadInto(contents, reader, Path.GetFileName(file)) is { } failure)
            {
                return failure;
            }
        }

        return contents.Finish(name);
    }

    private static Failure? ReadInto(ContextReader contents, TextReader reader, string name)
    {
        var bounded = new BoundedReader(reader, MaxCharacters);
        if (!new YamlDocumentReader(name, contents.Warnings).Read(bounded).TryGet(out var root, out var failure))
        {
            return bounded.IsCut ? TooLong(name) : failure;
        }

        return bounded.IsCut ? TooLong(name) : contents.Add(root);
    }

    private static Failure TooLong(string name) => new(
        Stages.Context,
        "context-file-too-long",
        $"{name} is longer than {MaxCharacters / 1024 / 1024} million characters.",
        "Split the context, or give long lists as `type: dynamic` at run time.");
}

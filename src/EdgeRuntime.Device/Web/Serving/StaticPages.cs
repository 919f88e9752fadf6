using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace EdgeRuntime.Device.Web.Serving;

/// <summary>The files of the pages, carried in the program itself: nothing on the disk can take their place.</summary>
internal sealed class StaticPages
{
    private const string Prefix = "pages/";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".txt"] = "text/plain; charset=utf-8",
        [".webmanifest"] = "application/manifest+json",
    };

    private readonly FrozenDictionary<string, StaticFile> _files;

    private StaticPages(FrozenDictionary<string, StaticFile> files) => _files = files;

    /// <summary>Reads them out of the program.</summary>
    public static StaticPages Load()
    {
        var program = typeof(StaticPages).Assembly;
        var names = program.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        return new StaticPages(names.Select(name => Read(program, name)).ToFrozenDictionary(file => file.Path, StringComparer.Ordinal));
    }

    /// <summary>The file at a path of an address; null where there is none.</summary>
    public StaticFile? Find(string path) =>
        _files.GetValueOrDefault(path is "/" ? "/index.html" : path) ?? _files.GetValueOrDefault($"{path}/index.html");

    private static StaticFile Read(Assembly program, string name)
    {
        using var stream = program.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"";
        return new StaticFile("/" + name[Prefix.Length..], Types[Path.GetExtension(name)], tag, content);
    }
}

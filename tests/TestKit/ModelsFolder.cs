using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TestKit;

/// <summary>A models folder of the tiny models of <c>tests/fixtures/onnx</c> in a new temporary folder, with a true manifest that a test
/// may then falsify.</summary>
public sealed class ModelsFolder : IDisposable
{
    private static readonly string[] StreamInputs = ["features float32 1 8 80", "cache_total float32 1 1 1", "cache_last float32 1 1 80"];
    private static readonly string[] StreamOutputs =
    [
        "logits float32 1 2 3", "cache_total_out float32 1 1 1", "cache_last_out float32 1 1 80",
    ];

    /// <summary>Makes a folder with the models <c>stream</c> and <c>g2p</c> and the file <c>lexicon</c>.</summary>
    public ModelsFolder()
    {
        Root = Directory.CreateTempSubdirectory("models-").FullName;
        Manifest = new JsonObject { ["schema"] = 1, ["models"] = new JsonArray(), ["files"] = new JsonArray() };
        AddModel("stream", "stream.onnx", StreamInputs, StreamOutputs);
        AddModel("g2p", "spell.onnx", ["letters int64 1 -1"], ["logits float32 1 -1 40"]);
        File.WriteAllText(PathOf("words.txt"), "hello PLUY\n");
        ((JsonArray)Manifest["files"]!).Add(Entry("lexicon", "words.txt"));
    }

    /// <summary>Full path of the folder.</summary>
    public string Root { get; }

    /// <summary>The manifest; on disk only after <see cref="Save"/>.</summary>
    public JsonObject Manifest { get; }

    /// <summary>The manifest's entry of a model.</summary>
    public JsonObject Model(string id) => (JsonObject)((JsonArray)Manifest["models"]!).Single(model => (string)model!["id"]! == id)!;

    /// <summary>Full path of a file in the folder.</summary>
    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>Writes the manifest and gives the folder's path.</summary>
    public string Save()
    {
        File.WriteAllText(PathOf("manifest.json"), Manifest.ToJsonString());
        return Root;
    }

    /// <summary>Adds one of the streaming models.</summary>
    public void AddStream(string id, string file, int framesPerStep = 8, string[]? inputs = null, string[]? outputs = null)
    {
        AddModel(id, file, inputs ?? StreamInputs, outputs ?? StreamOutputs);
        Model(id)["frames_per_step"] = framesPerStep;
    }

    /// <summary>Replaces the content of a file and the promise of its hash and length.</summary>
    public void Replace(string id, byte[] content)
    {
        var entry = Model(id);
        File.WriteAllBytes(PathOf((string)entry["file"]!), content);
        entry["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content));
        entry["size_bytes"] = content.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void AddModel(string id, string file, string[] inputs, string[] outputs)
    {
        File.Copy(Fixtures.Path($"onnx/{file}"), PathOf(file), overwrite: true);
        var entry = Entry(id, file);
        entry["inputs"] = Specs(inputs);
        entry["outputs"] = Specs(outputs);
        entry["sample_rate_hz"] = 16000;
        entry["frames_per_step"] = id == "g2p" ? 0 : 8;
        entry["size_budget_bytes"] = 20000;
        entry["time_budget_ms"] = 1000;
        ((JsonArray)Manifest["models"]!).Add(entry);
    }

    private JsonObject Entry(string id, string file) => new()
    {
        ["id"] = id,
        ["file"] = file,
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PathOf(file)))),
        ["size_bytes"] = new FileInfo(PathOf(file)).Length,
        ["licence"] = "Apache-2.0",
        ["origin"] = "tests/fixtures/onnx/make.py",
    };

    private static JsonArray Specs(string[] specs) => [.. specs.Select(spec => spec.Split(' ')).Select(words => new JsonObject
    {
        ["name"] = words[0],
        ["type"] = words[1],
        ["shape"] = new JsonArray([.. words.Skip(2).Select(size => JsonValue.Create(long.Parse(size)))]),
    })];
}

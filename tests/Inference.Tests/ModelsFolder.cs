using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EdgeRuntime.Assistant;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;

namespace EdgeRuntime.Inference.Tests;

/// <summary>A models folder of the tiny test models in a new temporary folder, with a true manifest that a test may then falsify.</summary>
internal sealed class ModelsFolder : IDisposable
{
    private static readonly string[] StreamInputs = ["features float32 1 8 80", "cache_total float32 1 1 1", "cache_last float32 1 1 80"];
    private static readonly string[] StreamOutputs = ["logits float32 1 2 3", "cache_total_out float32 1 1 1", "cache_last_out float32 1 1 80"];

    public ModelsFolder()
    {
        Path = Directory.CreateTempSubdirectory("models-").FullName;
        Manifest = new JsonObject { ["schema"] = 1, ["models"] = new JsonArray(), ["files"] = new JsonArray() };
        AddModel("stream", "stream.onnx", StreamInputs, StreamOutputs);
        AddModel("g2p", "spell.onnx", ["letters int64 1 -1"], ["logits float32 1 -1 40"]);
        File.WriteAllText(System.IO.Path.Combine(Path, "words.txt"), "hello\tPLUY\n");
        ((JsonArray)Manifest["files"]!).Add(Entry("lexicon", "words.txt"));
    }

    public string Path { get; }

    public JsonObject Manifest { get; }

    public static InferenceEngine Engine { get; } = InferenceEngine.Start(DeviceProfile.Glasses).Value!;

    public JsonObject Model(string id) => (JsonObject)((JsonArray)Manifest["models"]!).Single(model => (string)model!["id"]! == id)!;

    public string FilePath(string name) => System.IO.Path.Combine(Path, name);

    public void AddStream(string id, string file, int framesPerStep = 8, string[]? inputs = null, string[]? outputs = null)
    {
        AddModel(id, file, inputs ?? StreamInputs, outputs ?? StreamOutputs);
        Model(id)["frames_per_step"] = framesPerStep;
    }

    public void AddModel(string id, string file, string[] inputs, string[] outputs)
    {
        File.Copy(System.IO.Path.Combine(AppContext.BaseDirectory, "onnx", file), FilePath(file), overwrite: true);
        var entry = Entry(id, file);
        entry["inputs"] = Specs(inputs);
        entry["outputs"] = Specs(outputs);
        entry["sample_rate_hz"] = 16000;
        entry["frames_per_step"] = id == "g2p" ? 0 : 8;
        entry["size_budget_bytes"] = 20000;
        entry["time_budget_ms"] = 1000;
        ((JsonArray)Manifest["models"]!).Add(entry);
    }

    public Outcome<ModelCatalog> Open()
    {
        File.WriteAllText(FilePath("manifest.json"), Manifest.ToJsonString());
        return ModelCatalog.Open(Path);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private JsonObject Entry(string id, string file) => new()
    {
        ["id"] = id,
        ["file"] = file,
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(FilePath(file)))),
        ["size_bytes"] = new FileInfo(FilePath(file)).Length,
        ["licence"] = "MIT",
        ["origin"] = "tests/fixtures/onnx/make.py",
    };

    private static JsonArray Specs(string[] specs) => [.. specs.Select(spec => spec.Split(' ')).Select(words => new JsonObject
    {
        ["name"] = words[0],
        ["type"] = words[1],
        ["shape"] = new JsonArray([.. words.Skip(2).Select(size => JsonValue.Create(long.Parse(size)))]),
    })];
}

using BenchmarkDotNet.Attributes;
using EdgeRuntime.Inference.Catalog;

namespace Benchmarks;

/// <summary>From file to warm stream: read, hash, load, pack weights, two steps. Part of the cold start.</summary>
public class OpenBenchmarks
{
    /// <summary>The model.</summary>
    [Params(ModelIds.Vad, ModelIds.Wake, ModelIds.Acoustic)]
    public string Model { get; set; } = "";

    /// <summary>Opens and closes it.</summary>
    [Benchmark]
    public void Open() => Installed.Stream(Model).Dispose();

    /// <summary>Reading and hashing alone.</summary>
    [Benchmark]
    public int ReadAndHash() => Installed.Catalog.Read(Model).Value!.Length;
}

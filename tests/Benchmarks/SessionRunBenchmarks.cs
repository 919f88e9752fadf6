using BenchmarkDotNet.Attributes;
using EdgeRuntime.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;
using TestKit;

namespace Benchmarks;

/// <summary>The ways to run a session, on a model of nine tiny operators, so that the call itself is what is measured.</summary>
public class SessionRunBenchmarks
{
    private static readonly string[] Inputs = ["features", "cache_total", "cache_last"];
    private static readonly string[] Outputs = ["logits", "cache_total_out", "cache_last_out"];
    private readonly PinnedTensor[] _inputs = [new([1, 8, 80]), new([1, 1, 1]), new([1, 1, 80])];
    private readonly PinnedTensor[] _outputs = [new([1, 2, 3]), new([1, 1, 1]), new([1, 1, 80])];
    private readonly RunOptions _options = new();
    private InferenceSession _session = null!;
    private OrtIoBinding _binding = null!;
    private OrtValue[] _inputValues = [], _outputValues = [];

    /// <summary>Opens the tiny model and binds it.</summary>
    [GlobalSetup]
    public void Setup()
    {
        using var settings = SessionSettings.Create(Installed.Engine, out _);
        _session = new InferenceSession(File.ReadAllBytes(Fixtures.Path("onnx/stream.onnx")), settings);
        _inputValues = [.. _inputs.Select(tensor => tensor.Value)];
        _outputValues = [.. _outputs.Select(tensor => tensor.Value)];
        _binding = _session.CreateIoBinding();
        for (var i = 0; i < Inputs.Length; i++)
        {
            _binding.BindInput(Inputs[i], _inputValues[i]);
            _binding.BindOutput(Outputs[i], _outputValues[i]);
        }
    }

    /// <summary>What the runtime does: everything bound once.</summary>
    [Benchmark(Baseline = true)]
    public void RunWithBinding() => _session.RunWithBinding(_options, _binding);

    /// <summary>Names and values passed each time, outputs preallocated.</summary>
    [Benchmark]
    public void RunIntoValues() => _session.Run(_options, Inputs, _inputValues, Outputs, _outputValues);

    /// <summary>Outputs allocated by each run.</summary>
    [Benchmark]
    public void RunToNewValues() => _session.Run(_options, Inputs, _inputValues, Outputs).Dispose();
}

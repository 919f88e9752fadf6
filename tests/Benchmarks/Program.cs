using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Benchmarks.Programs;

// compare BEFORE AFTER [PAIRS] [FIGURES]: whole programs of two checkouts, which .ci/compare has built.
if (args is ["compare", var before, var after, .. var rest])
{
    var pairs = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 0;
    return await ProgramComparison.RunAsync(before, after, pairs, rest.Length > 1 ? rest[1] : "");
}

// In the same process: the measured code is native or long-running, and the models lie beside this program.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumn(StatisticColumn.Median, StatisticColumn.Min);
BenchmarkSwitcher.FromAssembly(typeof(Benchmarks.ChunkPathBenchmarks).Assembly).Run(args, config);
return 0;

using System.Globalization;
using System.Text.Json;
using TestKit;

namespace Benchmarks.Programs;

/// <summary>Figures of one kind of run that two builds of the program are compared by.</summary>
/// <param name="Name">Chosen by it.</param>
/// <param name="Units">One name with its unit for each figure that a run gives.</param>
/// <param name="TakeAsync">Runs the build once and gives its figures.</param>
internal sealed record ProgramFigure(string Name, string[] Units, Func<ProgramBuild, Task<double[]>> TakeAsync)
{
    /// <summary>All that there are.</summary>
    public static IReadOnlyList<ProgramFigure> All { get; } =
    [
        new("start", ["start, answer to a typed wish, ms"], build => WallAsync(build, "ask", "--text", "what time is it", "--json")),
        new("spoken", ["start, answer to a recording, ms"],
            build => WallAsync(build, "ask", Fixtures.Path("speech/set-volume-thirty.wav"), "--json")),
        new("always-on", ["ten minutes heard, processor ms", "the same, peak MB"], AlwaysOnAsync),
        new("recogniser", ["real-time factor"], RealTimeFactorAsync),
        new("broker", ["broker, 500 phones, 1,000 messages/s, its processor time a message, µs"],
            async build => [await BrokerRun.OfAsync(build)]),
    ];

    private static async Task<double[]> WallAsync(ProgramBuild build, params string[] arguments)
    {
        using var state = new StateFolder();
        return [(await ProgramRun.OfAsync(build.Program, [.. arguments, "--state", state.Path])).WallMilliseconds];
    }

    private static async Task<double[]> AlwaysOnAsync(ProgramBuild build)
    {
        using var state = new StateFolder();
        var run = await ProgramRun.OfAsync(
            build.Program, "run", "--wav", ListenedSound.TenMinutes, "--speed", "0", "--json", "--state", state.Path);
        return [run.ProcessorMilliseconds, run.PeakMegabytes];
    }

    private static async Task<double[]> RealTimeFactorAsync(ProgramBuild build)
    {
        var run = await ProgramRun.OfAsync(
            build.Program, "eval", "commands", "--context", Repository.PathOf("models/contexts/glasses.yaml"), "--manifest",
            ListenedSound.Manifest, "--jobs", "1", "--json");
        using var report = JsonDocument.Parse(run.Output);
        return [report.RootElement.GetProperty("rtf").GetDouble()];
    }
}

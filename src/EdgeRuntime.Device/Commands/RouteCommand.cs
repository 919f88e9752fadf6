using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Routing;
using EdgeRuntime.Assistant.Traces;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;

namespace EdgeRuntime.Device.Commands;

/// <summary><c>edge-runtime route replay</c>: makes the decisions of a trace again.</summary>
internal static class RouteCommand
{
    public static Command Create()
    {
        var trace = new Argument<string>("TRACE") { Description = "A trace that ask --trace wrote." };
        var replay = new Command(
            "replay",
            "Make every decision of a trace again from the inputs and the policy that stand in it. Exit code 1 when one differs.")
        {
            trace,
        };
        replay.SetAction(parsed =>
        {
            var console = CommandStreams.ConsoleOf(parsed);
            return (int)Replay(parsed.GetRequiredValue(trace), console);
        });
        return new Command("route", "Decisions between the glasses and the cloud.") { replay };
    }

    private static ExitCode Replay(string path, CommandConsole console)
    {
        if (!TraceReader.Read(path).TryGet(out var events, out var failure)
            || !RouteReplay.Read(events).TryGet(out var replays, out failure))
        {
            return console.Fail(failure);
        }

        foreach (var replay in replays) Print(replay, console.Output);
        return replays.All(replay => replay.IsSame)
            ? ExitCode.Done
            : console.Fail(
                new Failure(
                    Stages.Route, "route-differs", "A decision comes out differently now.",
                    "The trace was changed, or another version wrote it.", Blame.Program));
    }

    private static void Print(RouteReplay replay, TextWriter output)
    {
        var again = replay.Again;
        output.WriteLine(
            $"{replay.At.TotalMilliseconds:0} ms: {replay.RecordedRoute}, {(replay.IsSame ? "the same again" : $"now {again.Route}")}");
        foreach (var reason in again.Reasons) output.WriteLine($"  {reason.Code,-18} {reason.Text}");
    }
}

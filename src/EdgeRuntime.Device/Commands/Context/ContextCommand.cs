using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Understanding;
using EdgeRuntime.Device.Commands.Eval;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Device.Terminal;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Context;

/// <summary><c>edge-runtime context check</c>: errors of a context file with their place, its size, and sentences it understands.</summary>
public static class ContextCommand
{
    private const int SampleSeed = 1;

    /// <summary>Makes the command for a root command.</summary>
    /// <param name="profile">How models are run on this device.</param>
    public static Command Create(DeviceProfile profile)
    {
        var file = new Argument<string>("FILE.yaml") { Description = "Context file, or a folder of them." };
        var surroundings = SurroundingsOption.Create();
        var count = new Option<int>("--samples")
        {
            Description = "Sample sentences to show.",
            HelpName = "N",
            DefaultValueFactory = _ => 10,
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of tables." };
        var models = ModelsFolderOption.Create();
        var check = new Command(
            "check", "Check a context file: errors with line and column, size of the graph, sample sentences.")
        {
            file, surroundings, count,
            json, models,
        };
        check.SetAction(parsed =>
        {
            var console = CommandStreams.ConsoleOf(parsed, parsed.GetValue(json));
            var known = SurroundingsOption.Read(parsed, surroundings);
            return (int)Check(
                parsed.GetRequiredValue(file), known, Math.Clamp(parsed.GetValue(count), 0, 10_000), profile,
                parsed.GetRequiredValue(models), console);
        });
        return new Command("context", "Work with context files, which say what can be understood.") { check };
    }

    private static ExitCode Check(
        string path, IReadOnlyDictionary<string, string> surroundings, int samples, DeviceProfile profile, string models,
        CommandConsole console)
    {
        var warnings = new List<ContextWarning>();
        if (!CommandContext.Load(path, state: null, surroundings, warnings).TryGet(out var context, out var failure))
        {
            return console.FailEval(failure);
        }

        var size = SizeOf(context, profile, models, console);
        if (size.Failure is { } unspeakable) return console.FailEval(unspeakable);
        if (!WithoutSkipWords(context, surroundings).TryGet(out var plain, out failure)) return console.FailEval(failure);
        var report = Report(path, context, warnings, size.Value, Samples(plain, samples));
        if (console.Json) console.Output.WriteLine(ContextJson.Text(report));
        else ContextTable.Write(report, console.Output);
        return ExitCode.Done;
    }

    // A context can be checked where no models are installed; then only the size of what is heard is not known.
    private static Outcome<PhoneGraphSize?> SizeOf(CommandContext context, DeviceProfile profile, string folder, CommandConsole console)
    {
        if (!GraphBuilder.Open(profile, folder).TryGet(out var graphs, out var failure))
        {
            console.Error.WriteLine($"The size of the phone graph is not known: {failure.Message} [{failure.Code}]");
            return default(PhoneGraphSize?);
        }

        using (graphs)
        {
            return graphs.Compile(context.Words, []).TryGet(out var graph, out failure) ? graph.Size : failure;
        }
    }

    private static ContextReport Report(
        string path, CommandContext context, List<ContextWarning> warnings, PhoneGraphSize? size, SampleRow[] samples)
    {
        var statistics = ContextStatistics.Count(context.Words);
        return new ContextReport
        {
            File = path,
            Language = context.Definition.Language,
            Intents = statistics.Intents,
            Words = statistics.Words,
            Nodes = statistics.Nodes,
            Arcs = statistics.Arcs,
            Sentences = statistics.Sentences.ToString(),
            PhoneStates = size?.States,
            PhoneArcs = size?.Arcs,
            PhoneBytes = size?.Bytes,
            Warnings = [.. context.Definition.Warnings.Concat(warnings).Select(warning => warning.ToString())],
            Samples = samples,
        };
    }

    private static SampleRow[] Samples(WordGraph graph, int count)
    {
        var sampler = new ContextSampler(graph, SampleSeed);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next())
            .Select(s => new SampleRow(s.Text, s.Meaning.Intent, s.Meaning.Slots))];
    }

    // Skip words may stand between any two words; the samples are to show the sentences themselves.
    private static Outcome<WordGraph> WithoutSkipWords(CommandContext context, IReadOnlyDictionary<string, string> surroundings) =>
        context.Definition.SkipWords.Count == 0
        ? context.Words
        : ContextCompiler.Compile(
            context.Definition with { SkipWords = [] }, DynamicLists.None, new ContextCompilerOptions { Surroundings = surroundings });
}

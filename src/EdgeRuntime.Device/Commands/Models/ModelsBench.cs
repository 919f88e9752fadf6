using System.CommandLine;
using System.Globalization;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Reports;
using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Providers;
using EdgeRuntime.Inference.Sessions;
using EdgeRuntime.Inference.Verification;
using Spectre.Console;

namespace EdgeRuntime.Device.Commands.Models;

/// <summary><c>models bench</c>: time and memory per step of each model on this machine.</summary>
internal static class ModelsBench
{
    public static Command Create(DeviceProfile profile, Option<string> folder, Option<bool> json)
    {
        var ids = new Argument<string[]>("ID") { Description = "Models to measure (default: all).", Arity = ArgumentArity.ZeroOrMore };
        var runs = new Option<int>("--runs") { Description = "Steps per model.", HelpName = "N", DefaultValueFactory = _ => 500 };
        runs.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var count) && count is < 1 or > 1_000_000)
            {
                result.AddError("--runs takes a number from 1 to 1000000.");
            }
        });
        var command = new Command("bench", "Time each model's step; exit 1 when one is over its time budget.") { ids, runs, folder, json };
        command.SetAction(parsed => Run(
            parsed, profile, parsed.GetRequiredValue(folder), parsed.GetValue(ids) ?? [], parsed.GetValue(runs), parsed.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult parsed, DeviceProfile profile, string folder, string[] ids, int runs, bool json)
    {
        var failures = new List<Failure>();
        var timings = new List<ModelTiming>();
        if (ModelsVerify.Open(profile, folder, out var engine, out var catalog) is { } unopened)
        {
            failures.Add(unopened);
        }
        else
        {
            Measure(engine!, catalog!, ids, runs, timings, failures);
        }

        Print(parsed.InvocationConfiguration, profile, engine, timings, failures, json);
        return failures.Count == 0 && timings.All(timing => timing.WithinBudget) ? 0 : 1;
    }

    private static void Measure(
        InferenceEngine engine, ModelCatalog catalog, string[] ids, int runs, List<ModelTiming> timings, List<Failure> failures)
    {
        foreach (var id in ids.Length > 0 ? ids : [.. catalog.Manifest.Models.Select(model => model.Id)])
        {
            if (ModelBench.Measure(engine, catalog, id, runs, TimeProvider.System).TryGet(out var timing, out var failure))
            {
                timings.Add(timing);
            }
            else
            {
                failures.Add(failure);
            }
        }
    }

    private static void Print(
        InvocationConfiguration streams,
        DeviceProfile profile,
        InferenceEngine? engine,
        List<ModelTiming> timings,
        List<Failure> failures,
        bool json)
    {
        if (json)
        {
            var report = new BenchReport(
                profile.Name, engine?.Version, timings, [.. failures.Select(failure => FailureRow.From(failure)!)]);
            ModelsConsole.Write(streams.Output, report, ModelsJson.Default.BenchReport);
            return;
        }

        var table = ModelsConsole.Table("id", "open ms", "step p50 ms", "step p95 ms", "budget ms", "real time", "bytes/step");
        timings.ForEach(timing => table.AddRow(Cells(timing)));
        ModelsConsole.Over(streams.Output).Write(table);
        failures.ForEach(failure => ModelsConsole.Write(streams.Error, failure));
    }

    private static string[] Cells(ModelTiming timing) =>
    [
        Markup.Escape(timing.Id),
        Number(timing.OpenMs, "0.0"),
        Number(timing.P50Ms, "0.000") + (timing.WithinBudget ? "" : " over"),
        Number(timing.P95Ms, "0.000"),
        Number(timing.BudgetMs, "0.###"),
        timing.RealTimeFactor is { } factor ? Number(factor, "0.0000") : "",
        Number(timing.BytesPerStep, "0"),
    ];

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.CommandLine;
using EdgeRuntime.Assistant;
using EdgeRuntime.Device.Evaluation;
using EdgeRuntime.Device.Hearing;
using EdgeRuntime.Inference.Providers;

namespace EdgeRuntime.Device.Commands.Eval;

/// <summary>What can be said behind <c>eval commands</c>.</summary>
internal sealed class EvalCommandsArguments
{
    private readonly Option<string> _context = new("--context")
    {
        Description = "Context file or folder: what can be understood.",
        HelpName = "C.yaml",
        Required = true,
    };

    private readonly Option<string> _manifest = new("--manifest")
    {
        Description =
            "Tab-separated table with a header: file (relative to the table), intent (empty for speech that must be rejected), slots "
            + "(JSON).",
        HelpName = "M.tsv",
        Required = true,
    };

    private readonly Option<string?> _rows = new("--rows")
    {
        Description = "Write every recording's best reading, confidence and evidence into a tab-separated table.",
        HelpName = "OUT.tsv",
    };

    private readonly Option<string?> _candidates = new("--candidates")
    {
        Description = "Look at the readings near the best one too: say how often the right one is among them, and write them all.",
        HelpName = "OUT.tsv",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of tables." };
    private readonly Option<string[]> _surroundings = SurroundingsOption.Create();
    private readonly Option<int> _jobs = JobsOption.Create();
    private readonly Option<string?> _plot = PlotOption.Create("Draw how often readings were right against their confidence.");
    private readonly Option<string> _models = ModelsFolderOption.Create();
    private readonly NoiseOptions _noise = new();

    /// <summary>Adds them to the command, in the order of its help.</summary>
    public EvalCommandsArguments(Command command)
    {
        Option[] all = [_context, _surroundings, _manifest, _jobs, _rows, _candidates, _plot, _json, _models];
        foreach (var option in all) command.Add(option);
        _noise.AddTo(command);
    }

    /// <summary>What it is measured on.</summary>
    public EvalBench BenchOf(ParseResult parsed, DeviceProfile profile) =>
        new(profile, parsed.GetRequiredValue(_models), CommandStreams.ConsoleOf(parsed, parsed.GetValue(_json)));

    /// <summary>What is to be measured, with the files that it names read. Failures: those of the table, the noise and the
    /// context.</summary>
    public async ValueTask<Outcome<EvalCommandsRequest>> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!CommandManifest.Load(parsed.GetRequiredValue(_manifest)).TryGet(out var rows, out var failure)) return failure;
        if (!(await _noise.LoadAsync(parsed, cancellationToken)).TryGet(out var noise, out failure)) return failure;
        var surroundings = SurroundingsOption.Read(parsed, _surroundings);
        if (!CommandContext.Load(parsed.GetRequiredValue(_context), state: null, surroundings).TryGet(out var context, out failure))
        {
            return failure;
        }

        return new EvalCommandsRequest
        {
            Rows = rows,
            Noise = noise,
            Context = context,
            Jobs = parsed.GetValue(_jobs),
            RowsFile = parsed.GetValue(_rows),
            CandidatesFile = parsed.GetValue(_candidates),
            PlotFile = parsed.GetValue(_plot),
        };
    }
}

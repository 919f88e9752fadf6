using EdgeRuntime.Assistant.Contexts;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Tools;

/// <summary>Finds the tool of an intent, and runs it only with permission and with arguments that fit. Immutable;
/// safe for many threads.</summary>
public sealed class ToolRegistry
{
    private readonly Dictionary<string, Tool> _tools;
    private readonly Dictionary<string, CloudTask> _cloud;

    /// <summary>Takes the tools of the device and the intents that lie beyond it; a name given twice is a defect and throws.</summary>
    public ToolRegistry(IEnumerable<Tool> tools, IEnumerable<CloudTask> cloudTasks)
    {
        _tools = tools.ToDictionary(tool => tool.Spec.Name);
        _cloud = cloudTasks.ToDictionary(task => task.Name);
        if (_tools.Keys.FirstOrDefault(_cloud.ContainsKey) is { } both)
        {
            throw new ArgumentException($"'{both}' is both a tool of the device and a task of the cloud.", nameof(cloudTasks));
        }
    }

    /// <summary>Specs of all tools of the device.</summary>
    public IEnumerable<ToolSpec> Specs => _tools.Values.Select(tool => tool.Spec);

    /// <summary>Spec of a tool, or null.</summary>
    public ToolSpec? SpecOf(string name) => _tools.TryGetValue(name, out var tool) ? tool.Spec : null;

    /// <summary>Intents that lie beyond the device.</summary>
    public IEnumerable<CloudTask> CloudTasks => _cloud.Values;

    /// <summary>Where the work behind an intent can be done.</summary>
    public TaskClass ClassOf(string? intent) => intent switch
    {
        null => TaskClass.None,
        _ when _tools.ContainsKey(intent) => TaskClass.Device,
        _ when _cloud.ContainsKey(intent) => TaskClass.Cloud,
        _ => TaskClass.Unattached,
    };

    /// <summary>True when the glasses would have to take dictation: free words were spoken, or have to be spoken next.</summary>
    public bool NeedsDictation(Interpretation? understood) => understood is not null
        && (understood.NeedsDictation
            || (_tools.TryGetValue(understood.Intent, out var tool) && tool.Spec.Dictated is { } slot
                && !understood.Slots.ContainsKey(slot)));

    /// <summary>The cloud's task for an intent, or null.</summary>
    public CloudTask? CloudTaskOf(string? intent) => intent is null ? null : _cloud.GetValueOrDefault(intent);

    /// <summary>What the wearer is to be asked before an intent can be carried out, where it lacks something and is permitted;
    /// null where nothing.</summary>
    public FollowUp? QuestionOf(string intent, IReadOnlyDictionary<string, SlotValue> slots, GlassesSettings settings) =>
        SpecOf(intent) is { } spec && PermissionCheck.Refusal(spec, settings) is null && spec.Missing(slots) is { Question: { } question }
            ? new FollowUp(intent, question) { Slots = slots }
            : null;

    /// <summary>Checks permission and arguments, then runs the tool.</summary>
    /// <param name="intent">Name of the tool.</param>
    /// <param name="slots">Values by name of the argument.</param>
    /// <param name="settings">What the wearer permits.</param>
    /// <param name="cancellationToken">Ends the tool.</param>
    /// <param name="words">What the wearer said, lower case; null where a model asks.</param>
    /// <returns>The tool's result, or its failure; <c>tool-unknown</c>, <c>tool-not-permitted</c>, <c>tool-argument-missing</c>,
    /// <c>tool-argument-unknown</c>, <c>tool-argument-type</c> and <c>tool-argument-range</c> come before it runs.</returns>
    public async ValueTask<Outcome<ToolResult>> RunAsync(
        string intent, IReadOnlyDictionary<string, SlotValue> slots, GlassesSettings settings, CancellationToken cancellationToken,
        string? words = null)
    {
        if (!_tools.TryGetValue(intent, out var tool))
        {
            return new Failure(
                Stages.Tool, "tool-unknown", $"Nothing on these glasses carries out {intent}.", "Say 'help' for what they can do.");
        }

        var refusal = PermissionCheck.Refusal(tool.Spec, settings) ?? ArgumentCheck.Refusal(tool.Spec, slots);
        return refusal ?? await tool.RunAsync(new ToolCall(slots, words), cancellationToken).ConfigureAwait(false);
    }
}

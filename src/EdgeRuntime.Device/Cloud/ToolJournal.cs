using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Device.Cloud.Deferring;

namespace EdgeRuntime.Device.Cloud;

/// <summary>Lets the tools of a waiting wish run once, however often the wish is sent:
/// each is written down before it runs and again with its result. When the wish is sent anew, a tool that was used before is not used
/// again; its result of then is the answer.</summary>
internal sealed class ToolJournal(DeferredQueue queue, DeferredEntry entry)
{
    private static readonly ToolReply Unknown =
        new("""{"error":"tool-outcome-unknown","message":"The glasses went off while they did it; whether it was done is not known."}""",
            Failed: true);

    private readonly List<DeferredTool> _tools = [.. entry.Tools];
    private readonly List<DeferredTool> _earlier = [.. entry.Tools]; // of former attempts, each good for one call

    /// <summary>Runs a tool, or answers for one that ran before.</summary>
    public async ValueTask<ToolReply> RunAsync(
        ToolRequest request, Func<ToolRequest, CancellationToken, ValueTask<ToolReply>> run, CancellationToken cancellationToken)
    {
        if (_earlier.Find(tool => tool.Tool == request.Tool) is { } earlier)
        {
            _earlier.Remove(earlier);
            return earlier.ResultJson is null ? Unknown : new ToolReply(earlier.ResultJson, earlier.Failed);
        }

        var at = _tools.Count;
        _tools.Add(new DeferredTool(request.Tool));
        if (Keep() is { } unkept)
        {
            _tools.RemoveAt(at);
            return unkept;
        }

        var reply = await run(request, cancellationToken).ConfigureAwait(false);
        _tools[at] = new DeferredTool(request.Tool, reply.ResultJson, reply.Failed);
        Keep(); // where this fails, the mark from before says that the outcome is unknown, which is safe
        return reply;
    }

    private ToolReply? Keep() => queue.Update(entry with { Tools = [.. _tools] }) is null
        ? null
        : new ToolReply(
            """{"error":"queue-not-written","message":"The glasses cannot write down what they do, so they do not do it."}""",
            Failed: true);
}

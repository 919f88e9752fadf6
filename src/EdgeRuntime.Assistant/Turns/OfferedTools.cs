using System.Text;
using System.Text.Json;
using EdgeRuntime.Assistant.Answering;
using EdgeRuntime.Assistant.Tools;
using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Turns;

/// <summary>Runs the tools that an answerer asks for on the glasses,
/// under the same permissions and checks as the wearer's own wishes.</summary>
/// <param name="tools">What the glasses can do.</param>
/// <param name="state">Permissions, looked at for every call.</param>
public sealed class OfferedTools(ToolRegistry tools, IGlassesState state)
{
    private const string NoWords = "Done.";

    /// <summary>Tools that may be offered: those the wearer has not denied, and that are not the wearer's alone.</summary>
    public IReadOnlyList<ToolSpec> Offered =>
        [.. tools.Specs.Where(spec => !spec.IsOfWearer && !state.Current.Settings.Denied.Contains(spec.Permission))];

    /// <summary>Runs one. Failures are those of <see cref="ToolRegistry.RunAsync"/> and of unreadable arguments.</summary>
    public async ValueTask<Outcome<ToolResult>> RunAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        if (tools.SpecOf(request.Tool) is not { IsOfWearer: false } spec)
        {
            return new Failure(
                Stages.Tool, "tool-unknown", $"The glasses have no tool called {request.Tool}.", "Use one of those that were offered.",
                Blame.Model);
        }

        if (!ToolSchema.Read(spec, request.ArgumentsJson).TryGet(out var slots, out var unreadable)) return unreadable;
        var outcome = await tools.RunAsync(request.Tool, slots, state.Current.Settings, cancellationToken).ConfigureAwait(false);

        // What the wearer would be asked is for the answerer to find out.
        return outcome.Value?.Asks is { } question
            ? new Failure(Stages.Tool, "answer-needed", question.Question, "Call the tool again with what it asks for.", Blame.Model)
            : outcome;
    }

    /// <summary>What is said when an answerer only ran a tool: the tool's own answer.</summary>
    public static string WordsOf(ToolReply reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply.ResultJson);
            var isThere = json.RootElement.TryGetProperty(reply.Failed ? "message" : "answer", out var words);
            return isThere && words.GetString() is { } said ? said : NoWords;
        }
        catch (Exception thrown) when (JsonFault.Is(thrown))
        {
            return NoWords; // it was read off a disk; the tool has run all the same
        }
    }

    /// <summary>The outcome as the answerer gets it.</summary>
    public static ToolReply ReplyOf(Outcome<ToolResult> outcome)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            if (outcome.TryGet(out var result, out var failure))
            {
                json.WriteString("answer", result.Answer);
                if (result.Simulated) json.WriteBoolean("simulated", true);
            }
            else
            {
                json.WriteString("error", failure.Code);
                json.WriteString("message", failure.Message);
            }

            json.WriteEndObject();
        }

        return new ToolReply(Encoding.UTF8.GetString(text.ToArray()), outcome.Failure is not null);
    }
}

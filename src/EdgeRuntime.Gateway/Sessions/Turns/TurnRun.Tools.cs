using EdgeRuntime.Contracts.V1;
using EdgeRuntime.Gateway.Monitoring;
using EdgeRuntime.Gateway.Upstreams;

namespace EdgeRuntime.Gateway.Sessions.Turns;

internal sealed partial class TurnRun
{
    private const string NoSuchTool = """{"error":"there is no such tool, or the arguments are not a JSON object within its bound"}""";

    // Every call gets an answer, in the order of the calls: models refuse a conversation in which one is missing.
    private async ValueTask<TurnEnding?> RunToolsAsync(IReadOnlyList<ChatToolCall> calls)
    {
        using var stage = GatewayTracing.Stage("edge_gateway.tools");
        var waits = calls.Select(call => Offered(call) ? turn.Tools.Open(call.Id) : null).ToList();
        foreach (var (call, wait) in calls.Zip(waits))
        {
            if (wait is null) continue;
            Send(new ConverseResponse
            {
                ToolCall = new ToolCall { CallId = call.Id, Name = call.Name, ArgumentsJson = call.ArgumentsJson },
            });
        }

        foreach (var (call, wait) in calls.Zip(waits))
        {
            var result = wait is null ? NoSuchTool : await ResultAsync(wait);
            if (!result.TryGet(out var text, out var failure)) return failure;
            var message = new ChatMessage(ChatRole.Tool, text) { ToolCallId = call.Id };
            _messages.Add(message);
            _said.Add(message);
        }

        return null;
    }

    private bool Offered(ChatToolCall call) =>
        turn.Start.Tools.Any(tool => tool.Name == call.Name)
        && Bounds.Length("", call.ArgumentsJson, Bounds.ToolArgumentBytes) is null
        && Json.IsObject(call.ArgumentsJson);

    private async ValueTask<Outcome<string>> ResultAsync(Task<ToolResult> wait)
    {
        try
        {
            var result = await wait.WaitAsync(Options.ToolWait, services.Time, turn.Stopped);
            return await services.Guardrails.CheckForeignAsync(turn.Caller, result.ResultJson, turn.Stopped);
        }
        catch (TimeoutException)
        {
            return SessionFailures.ToolTimeout;
        }
    }
}

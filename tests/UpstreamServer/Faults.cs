using System.Text;

namespace UpstreamServer;

/// <summary>Everything that a server can do wrong, by the name that a question asks for it with.</summary>
internal static class Faults
{
    public static async Task ShowAsync(HttpContext context, string name, byte[] word)
    {
        var response = context.Response;
        switch (name)
        {
            case "http500" or "http429" or "http400" or "http401":
                response.StatusCode = int.Parse(name.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture);
                return;
            case "wrong-type":
                response.ContentType = "application/json";
                await response.WriteAsync("{}");
                return;
            case "nothing":
                return;
            case "silent":
                await response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return;
            case "garbage":
                await response.Body.WriteAsync("data: {\"choices\":[{]\n\n"u8.ToArray());
                return;
            case "endless-line":
                await EndlessLineAsync(context);
                return;
        }

        await response.Body.WriteAsync(word);
        await response.Body.FlushAsync(context.RequestAborted);
        await InTheMiddleAsync(context, name, word);
    }

    private static async Task InTheMiddleAsync(HttpContext context, string name, byte[] word)
    {
        var body = context.Response.Body;
        switch (name)
        {
            case "half":
                await body.WriteAsync(word.AsMemory(0, word.Length / 2));
                return;
            case "reset":
                context.Abort();
                return;
            case "error":
                await body.WriteAsync("data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n"u8.ToArray());
                return;
            case "nul":
                await body.WriteAsync(new byte[1000]);
                await body.WriteAsync("\n\n"u8.ToArray());
                return;
            case "huge-tool":
                await body.WriteAsync(Encoding.UTF8.GetBytes(
                    $$$$"""data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"t","arguments":"{{{{new string('x', 100_000)}}}}"}}]}}]}""" + "\n\n"));
                return;
            case "stall":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return;
            case "byte-per-second":
                foreach (var one in word)
                {
                    await body.WriteAsync(new[] { one }, context.RequestAborted);
                    await body.FlushAsync(context.RequestAborted);
                    await Task.Delay(1000, context.RequestAborted);
                }

                return;
        }
    }

    private static async Task EndlessLineAsync(HttpContext context)
    {
        var piece = new byte[64 * 1024];
        piece.AsSpan().Fill((byte)'x');
        "data: "u8.CopyTo(piece);
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        }
    }
}

namespace UpstreamServer;

/// <summary>The other paths, with fixed answers.</summary>
internal static class AudioEndpoints
{
    public static async Task TranscribeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await context.Response.WriteAsJsonAsync(
            new { text = $"sound of {form.Files[0].Length} bytes for {form["model"]}" }, context.RequestAborted);
    }

    public static async Task SpeakAsync(HttpContext context)
    {
        context.Response.ContentType = "application/octet-stream";
        await context.Response.Body.WriteAsync(new byte[24_000], context.RequestAborted); // half a second of silence
    }

    public static async Task ModerateAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var flagged = (await reader.ReadToEndAsync(context.RequestAborted)).Contains("flag-me", StringComparison.Ordinal);
        await context.Response.WriteAsJsonAsync(new { results = new[] { new { flagged } } }, context.RequestAborted);
    }
}

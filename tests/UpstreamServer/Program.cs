// A small OpenAI-compatible server for tests and load tests, in a process of its own. Its answers are counted words without digits.
//   UpstreamServer [--port 0] [--tokens 40] [--rate 20] [--watch-stdin true]
// The first line on standard output is its address. The last message of a question may ask for more: "tokens=N", "rate=R" (tokens per second,
// 0: at once), "delay=MS" before the first token, "fault=NAME" (see Faults.cs). With --watch-stdin it ends when its standard input does.
using System.Net;
using UpstreamServer;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
    kestrel.Listen(IPAddress.Loopback, builder.Configuration.GetValue("port", 0));
});
var app = builder.Build();
var chat = new ChatEndpoint(builder.Configuration.GetValue("tokens", 40), builder.Configuration.GetValue("rate", 20.0));
app.Run(context => context.Request.Path.Value switch
{
    "/v1/chat/completions" => chat.AnswerAsync(context),
    "/v1/audio/transcriptions" => AudioEndpoints.TranscribeAsync(context),
    "/v1/audio/speech" => AudioEndpoints.SpeakAsync(context),
    "/v1/moderations" => AudioEndpoints.ModerateAsync(context),
    "/v1/models" => context.Response.WriteAsync("""{"object":"list","data":[]}"""),
    _ => NotFound(context),
});
await app.StartAsync();
Console.WriteLine(app.Urls.First());
if (builder.Configuration.GetValue("watch-stdin", false))
{
    await Console.In.ReadToEndAsync();
    await app.StopAsync();
}
else
{
    await app.WaitForShutdownAsync();
}

static Task NotFound(HttpContext context)
{
    context.Response.StatusCode = StatusCodes.Status404NotFound;
    return Task.CompletedTask;
}

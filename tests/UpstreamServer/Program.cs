// A small OpenAI-compatible server for tests and load tests, in a process of its own. Its answers are counted words without digits.
//   UpstreamServer [--listen 127.0.0.1:0] [--words 40] [--rate 0]
// The first line on standard output is {"port":N}; it ends when its standard input does. The last message of a question may ask for more:
// "say N words", "at R per second" (0: at once), "delay=MS" before the first word, "fault=NAME" (see Faults.cs).
using System.Net;
using UpstreamServer;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
    kestrel.Listen(IPEndPoint.Parse(builder.Configuration.GetValue("listen", "127.0.0.1:0")!));
});
var app = builder.Build();
var chat = new ChatEndpoint(builder.Configuration.GetValue("words", 40), builder.Configuration.GetValue("rate", 0.0));
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
Console.WriteLine($$"""{"port":{{new Uri(app.Urls.First()).Port}}}""");
await Console.In.ReadToEndAsync();
await app.StopAsync();

static Task NotFound(HttpContext context)
{
    context.Response.StatusCode = StatusCodes.Status404NotFound;
    return Task.CompletedTask;
}

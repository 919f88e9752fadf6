using EdgeRuntime.Gateway;
using EdgeRuntime.Gateway.Tenants;
using EdgeRuntime.Gateway.Upstreams;

namespace Gateway.Tests.Upstreams;

/// <summary>Models and questions for tests.</summary>
internal static class Ask
{
    public static ChatRequest Question(string text = "hello", string model = "m") => new()
    {
        Caller = new Caller("tenant", "key", null),
        Model = model,
        Messages = [new ChatMessage(ChatRole.User, text)],
        MaxOutputTokens = 1000,
        Deadline = Deadline.Never,
    };

    /// <summary>Models whose one model "m" is asked at these servers, in this order.</summary>
    public static TestModels Models(params string[] addresses) => Models(options => options, addresses);

    public static TestModels Models(Func<UpstreamsOptions, UpstreamsOptions> change, params string[] addresses) =>
        Models(TimeProvider.System, change, addresses);

    public static TestModels Models(TimeProvider time, Func<UpstreamsOptions, UpstreamsOptions> change, params string[] addresses)
    {
        var options = change(new UpstreamsOptions
        {
            RetryDelay = TimeSpan.FromMilliseconds(1),
            Servers = [.. addresses.Select((address, index) => new UpstreamServerOptions { Name = $"s{index}", Address = address })],
            Models = [OneModel([.. addresses.Select((_, index) => new RouteOptions { Server = $"s{index}", Order = index })])],
        });
        Assert.Null(new UpstreamsOptions.Validator().Validate(null, options).FailureMessage);
        return new TestModels(options, time);
    }

    public static UpstreamModelOptions OneModel(params RouteOptions[] routes) =>
        new() { Name = "m", Chat = routes, Transcribe = routes, Speak = routes };

    public static async Task<List<ChatEvent>> AllAsync(
        this IModels models, ChatRequest request, CancellationToken cancellationToken = default)
    {
        var events = new List<ChatEvent>();
        await foreach (var next in models.ChatAsync(request, cancellationToken))
        {
            events.Add(next);
        }

        return events;
    }

    public static string Text(this IEnumerable<ChatEvent> events) => string.Concat(events.Select(each => each.Text));
}

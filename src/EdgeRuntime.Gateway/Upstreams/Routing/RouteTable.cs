using EdgeRuntime.Gateway.Upstreams.OpenAi;
using EdgeRuntime.Gateway.Upstreams.Scripted;
using Microsoft.Extensions.Options;

namespace EdgeRuntime.Gateway.Upstreams.Routing;

/// <summary>Servers and routes as configured; owns the servers.</summary>
internal sealed class RouteTable : IDisposable
{
    private readonly UpstreamsOptions _options;
    private readonly TimeProvider _time;

    public RouteTable(IOptions<UpstreamsOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        Servers = _options.Servers.Select(IUpstream (server) => new OpenAiUpstream(server, _options, time))
            .Append(new ScriptedUpstream(_options.Scripted, time))
            .ToDictionary(server => server.Name, server => new UpstreamLoad(server));
        var models = _options.Models.Count > 0 ? _options.Models : [ScriptedModel()];
        Models = models.ToDictionary(
            model => model.Name, model => new ModelRoutes(
                Routes(model.Chat, "answers"), Routes(model.Transcribe, "writes down sound"), Routes(model.Speak, "speaks")));
    }

    /// <summary>Servers by name.</summary>
    public Dictionary<string, UpstreamLoad> Servers { get; }

    /// <summary>Models by name.</summary>
    public Dictionary<string, ModelRoutes> Models { get; }

    public void Dispose()
    {
        foreach (var server in Servers.Values)
        {
            (server.Upstream as IDisposable)?.Dispose();
        }
    }

    private RouteSet Routes(IEnumerable<RouteOptions> routes, string verb) =>
        new(routes.Select(route => new UpstreamRoute(Servers[route.Server], route, _options.Breaker, _time)).ToArray(), verb);

    private static UpstreamModelOptions ScriptedModel()
    {
        RouteOptions[] scripted = [new() { Server = UpstreamsOptions.ScriptedName }];
        return new() { Name = UpstreamsOptions.ScriptedName, Chat = scripted, Transcribe = scripted, Speak = scripted };
    }
}
